package io.leeway.training.card;

import io.leeway.evaluation.Comparison.Estimate;
import io.leeway.evaluation.Metrics;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.Labels;
import io.leeway.training.options.TrainingOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** How well the model and two rules predict churn on test examples. */
public final class ChurnFigures {
    private static final int PURCHASE = 3;

    private final List<TrainingExample> test;
    private final TrainingOptions options;
    private final boolean[] stayedAway;

    public ChurnFigures(List<TrainingExample> test, TrainingOptions options) {
        this.test = test;
        this.options = options;
        this.stayedAway = Metrics.which(test, example -> Labels.ofChurn(example) == 1);
    }

    /** @param baseRate the share that stayed away in training */
    public Map<String, Double> of(double[] answers, double baseRate) {
        double[] base = new double[answers.length];
        Arrays.fill(base, baseRate);
        int[] order = Metrics.byScore(answers);
        Estimate auc = Estimate.of(
                test.stream().map(example -> example.features().userId()).toList(),
                options.seed(),
                weights -> Metrics.auc(order, answers, stayedAway, weights));
        Map<String, Double> figures = new TreeMap<>();
        figures.put("auc", auc.value());
        figures.put("auc.low", auc.low());
        figures.put("auc.high", auc.high());
        figures.put("recency.auc", aucOf(this::daysSince));
        figures.put("frequency.auc", aucOf(features -> -count(features)));
        figures.put("logLoss", Metrics.logLoss(answers, stayedAway));
        figures.put("baseRate.logLoss", Metrics.logLoss(base, stayedAway));
        figures.put(
                "positives", test.stream().mapToInt(Labels::ofChurn).average().orElse(Double.NaN));
        figures.put("rows", (double) answers.length);
        return figures;
    }

    private double aucOf(ToDoubleFunction<FeatureVector> rule) {
        double[] scores = test.stream()
                .mapToDouble(example -> rule.applyAsDouble(example.features()))
                .toArray();
        return Metrics.auc(scores, stayedAway);
    }

    /** Since the last event that counts as coming back, log1p. */
    private double daysSince(FeatureVector features) {
        int column = options.labels().returnEvent().equals(TrainingOptions.PURCHASE) ? 1 : 0;
        return features.numbers()[offset("recency") + column];
    }

    /** Of events that count as coming back; all types but impressions for activity. */
    private double count(FeatureVector features) {
        int offset = offset("frequency");
        if (options.labels().returnEvent().equals(TrainingOptions.PURCHASE)) {
            return features.numbers()[offset + PURCHASE];
        }
        double count = 0;
        for (int type : new int[] {0, 1, 2, 3, 4, 5, 6, 8}) {
            count += Math.expm1(features.numbers()[offset + type]);
        }
        return count;
    }

    private static int offset(String name) {
        return Task.CHURN.offset(Task.CHURN.feature(name));
    }
}
