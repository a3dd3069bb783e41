package io.leeway.training.calibration;

import io.leeway.estimators.LogisticRegression;
import io.leeway.evaluation.Metrics;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.shopper.TimeMillis;
import io.leeway.training.dataset.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * How much likelier shoppers are to stay away in general than in the rows a model is trained on, in
 * log-odds.
 *
 * <p>Shoppers alike in recency, frequency, amount and age stay away more in one season than in
 * another. With less than some years of history the coming season cannot be known; what was learned
 * from the last cuts would be carried into it as if it went on. So each week of as-of times gets an
 * effect of its own beside those columns, by logistic regression, and a model is to answer at the
 * mean of all of them.
 */
public final class SeasonLevel {
    private static final long WEEK_MILLIS = 7 * TimeMillis.DAY;
    private static final double RIDGE = 1e-4;
    private static final String[] FEATURES = {"recency", "frequency", "monetary", "rhythm"};

    private SeasonLevel() {}

    /**
     * What to add to the logits of a model.
     *
     * @param known all examples whose outcomes are known, those trained on included
     * @param trained the examples it was trained on
     */
    public static double between(List<TrainingExample> known, List<TrainingExample> trained) {
        List<Long> weeks =
                known.stream().map(SeasonLevel::week).distinct().sorted().toList();
        if (weeks.size() < 2) {
            return 0;
        }
        double[][] rows = new double[known.size()][];
        boolean[] yes = Metrics.which(known, example -> Labels.ofChurn(example) == 1);
        for (int row = 0; row < rows.length; row++) {
            rows[row] = columns(known.get(row), weeks);
        }
        double[] weights = LogisticRegression.fit(rows, yes, RIDGE).weights();
        int first = rows[0].length - weeks.size();
        TreeMap<Long, Double> effects = new TreeMap<>();
        double mean = 0;
        for (int i = 0; i < weeks.size(); i++) {
            effects.put(weeks.get(i), weights[first + i]);
            mean += weights[first + i] / weeks.size();
        }
        double ofTrained = 0;
        for (TrainingExample example : trained) {
            ofTrained += effects.getOrDefault(week(example), mean) / trained.size();
        }
        return mean - ofTrained;
    }

    private static long week(TrainingExample example) {
        return Math.floorDiv(example.features().asOfMillis(), WEEK_MILLIS);
    }

    private static double[] columns(TrainingExample example, List<Long> weeks) {
        float[] numbers = example.features().numbers();
        List<Double> columns = new ArrayList<>();
        for (FeatureSpec feature : Task.CHURN.features()) {
            if (List.of(FEATURES).contains(feature.name())) {
                for (int i = 0; i < feature.width(); i++) {
                    // About a unit's spread: logarithms of days and amounts run up to 10.
                    columns.add(numbers[Task.CHURN.offset(feature) + i] / 3.0);
                }
            }
        }
        double[] row = new double[columns.size() + weeks.size()];
        for (int i = 0; i < columns.size(); i++) {
            row[i] = columns.get(i);
        }
        row[columns.size() + weeks.indexOf(week(example))] = 1;
        return row;
    }
}
