package io.leeway.scoring;

import io.leeway.model.FeatureColumns;
import io.leeway.model.ModelManifest;
import io.leeway.model.Predictor;
import io.leeway.model.TensorColumn;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.Reason;
import io.leeway.shopper.reasons.InterestReasons;
import java.util.ArrayList;
import java.util.List;

/**
 * Reasons for a drift: which recent actions lead to the category that gains most, by another call
 * without each category's actions. Works with any model.
 */
final class InterestReasonGiver extends ReasonGiver {
    private static final int ROWS = 16;
    /** Categories that are left out in turn, the latest. */
    private static final int CATEGORIES = 8;

    private final Predictor model;
    private final ModelManifest manifest;

    InterestReasonGiver(
            double threshold, boolean history, FeatureColumns columns, Predictor model, ModelManifest manifest) {
        super(threshold, history, ROWS, columns);
        this.model = model;
        this.manifest = manifest;
    }

    /** A row as it is, and which categories are left out in the rows behind it. */
    private record Asked(FeatureValues values, List<Integer> categories, int first, int target) {}

    @Override
    List<List<Reason>> explain(List<FeatureVector> vectors, List<AnswerReader.Answer> answers, FeatureColumns columns) {
        List<Asked> asked = new ArrayList<>();
        for (int row = 0; row < vectors.size(); row++) {
            asked.add(ask(vectors.get(row), answers.get(row), columns));
        }
        if (columns.rows() == 0) {
            return asked.stream().map(none -> List.<Reason>of()).toList();
        }
        float[] shares = TensorColumn.floats(
                model.predict(manifest.signature(), columns.inputs(), columns.rows()), manifest.output());
        return asked.stream().map(one -> reasons(one, shares)).toList();
    }

    private Asked ask(FeatureVector vector, AnswerReader.Answer answer, FeatureColumns columns) {
        FeatureValues values = new FeatureValues(vector.dictionary(), vector.ids(), vector.numbers());
        int first = columns.rows();
        if (answer.to().isEmpty()) {
            return new Asked(values, List.of(), first, 0);
        }
        List<Integer> categories = InterestReasons.categories(values, CATEGORIES);
        add(columns, values.dictionary(), values.ids(), values.numbers());
        for (int category : categories) {
            FeatureValues without = InterestReasons.without(values, category);
            add(columns, without.dictionary(), without.ids(), without.numbers());
        }
        int known = manifest.vocabulary().indexOf(answer.to().get(0).category());
        return new Asked(values, categories, first, known < 0 ? FeatureColumns.OTHER : known + 2);
    }

    private List<Reason> reasons(Asked asked, float[] shares) {
        double[] contributions = new double[asked.categories().size()];
        for (int i = 0; i < contributions.length; i++) {
            contributions[i] = Math.log(share(shares, asked.first(), asked.target()))
                    - Math.log(share(shares, asked.first() + 1 + i, asked.target()));
        }
        return InterestReasons.of(asked.values(), asked.categories(), contributions, MOST);
    }

    /** A category's share among all but padding, never quite 0. */
    private double share(float[] shares, int row, int category) {
        int size = manifest.vocabulary().size() + 2;
        double sum = 0;
        for (int id = FeatureColumns.OTHER; id < size; id++) {
            sum += shares[row * size + id];
        }
        return Math.max(1e-12, shares[row * size + category] / sum);
    }
}
