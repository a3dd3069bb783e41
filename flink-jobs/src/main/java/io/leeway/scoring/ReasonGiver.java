package io.leeway.scoring;

import io.leeway.model.Explanations;
import io.leeway.model.FeatureColumns;
import io.leeway.model.ModelManifest;
import io.leeway.model.Predictor;
import io.leeway.model.RowRejected;
import io.leeway.model.SavedModel;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.ChurnReasons;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Gives reasons for those scores of a bundle that are at or above the threshold, by the model's second signature: one call for all of them, none where there are none.
 *
 * <p>For one thread at a time.
 */
final class ReasonGiver {

    /** Reasons a score. */
    private static final int MOST = 3;

    /** Rows a call: each is some thirty within the model. */
    private static final int ROWS = 128;

    private static final Reason[] NONE = {};

    private final Predictor model;
    private final Explanations explanations;
    private final ReasonsAbove above;
    private final FeatureColumns columns;

    private ReasonGiver(Predictor model, Explanations explanations, ReasonsAbove above, FeatureColumns columns) {
        this.model = model;
        this.explanations = explanations;
        this.above = above;
        this.columns = columns;
    }

    /**
     * One for a model; empty where no reasons are wanted, the model has no signature for them, or the task has no words.
     *
     * @param predictor calls the model
     * @throws io.leeway.model.ModelException when the signature is not what it should be
     */
    static Optional<ReasonGiver> of(
            SavedModel model, Task task, ModelManifest manifest, Predictor predictor, ReasonsAbove above) {
        if (task != Task.CHURN || Double.isInfinite(above.churn())) {
            return Optional.empty();
        }
        return Explanations.of(model, task, manifest)
                .map(found -> new ReasonGiver(predictor, found, above, new FeatureColumns(task, manifest, 1)));
    }

    /**
     * The reasons of each row, the weightiest first.
     *
     * @param vectors rows that the model has answered
     * @param values its answers
     */
    Reason[][] of(List<FeatureVector> vectors, float[] values) {
        Reason[][] reasons = new Reason[vectors.size()][];
        Arrays.fill(reasons, NONE);
        List<Integer> chosen = new ArrayList<>();
        for (int row = 0; row < reasons.length; row++) {
            if (values[row] >= above.churn()
                    && (above.history() || !vectors.get(row).backfill())) {
                chosen.add(row);
            }
        }
        for (int from = 0; from < chosen.size(); from += ROWS) {
            explain(vectors, chosen.subList(from, Math.min(chosen.size(), from + ROWS)), reasons);
        }
        return reasons;
    }

    private void explain(List<FeatureVector> vectors, List<Integer> rows, Reason[][] reasons) {
        for (int row : rows) {
            add(vectors.get(row));
        }
        float[] attributions = explanations.attributions(model, columns.inputs(), rows.size());
        columns.clear();
        int numbers = attributions.length / rows.size();
        for (int i = 0; i < rows.size(); i++) {
            float[] own = Arrays.copyOfRange(attributions, i * numbers, (i + 1) * numbers);
            reasons[rows.get(i)] = ChurnReasons.of(vectors.get(rows.get(i)).numbers(), own, MOST)
                    .toArray(Reason[]::new);
        }
    }

    private void add(FeatureVector vector) {
        try {
            columns.add(vector.dictionary(), vector.ids(), vector.numbers());
        } catch (RowRejected impossible) {
            throw new IllegalStateException("Expected a row that the model has answered", impossible);
        }
    }
}
