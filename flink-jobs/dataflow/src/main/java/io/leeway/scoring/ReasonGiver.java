package io.leeway.scoring;

import io.leeway.model.FeatureColumns;
import io.leeway.model.ModelManifest;
import io.leeway.model.Predictor;
import io.leeway.model.RowRejected;
import io.leeway.model.SavedModel;
import io.leeway.model.answers.Explanations;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Gives reasons for the scores of a bundle from the threshold on, by another call for all of them.
 *
 * <p>For one thread at a time.
 */
abstract class ReasonGiver {
    static final int MOST = 3;

    private final double threshold;
    private final boolean history;
    private final int rowsAtATime;
    private final FeatureColumns columns;

    /** @param rowsAtATime rows that are explained together: each becomes many within the model */
    ReasonGiver(double threshold, boolean history, int rowsAtATime, FeatureColumns columns) {
        this.threshold = threshold;
        this.history = history;
        this.rowsAtATime = rowsAtATime;
        this.columns = columns;
    }

    /**
     * One for a model; empty where no reasons are wanted, or the model cannot give any.
     *
     * @throws io.leeway.model.ModelException when the model has a signature of reasons that is not
     *     what it should be
     */
    static Optional<ReasonGiver> of(
            SavedModel model, Task task, ModelManifest manifest, Predictor predictor, ReasonsAbove above) {
        double threshold = task == Task.CHURN ? above.churn() : above.drift();
        if (Double.isInfinite(threshold)) {
            return Optional.empty();
        }
        FeatureColumns columns = new FeatureColumns(task, manifest, 1);
        return switch (task) {
            case CHURN ->
                Explanations.of(model, task, manifest)
                        .map(found -> new ChurnReasonGiver(threshold, above.history(), columns, predictor, found));
            case INTEREST ->
                Optional.of(new InterestReasonGiver(threshold, above.history(), columns, predictor, manifest));
        };
    }

    /**
     * The reasons of each row, the weightiest first.
     *
     * @param vectors rows that the model has answered
     */
    final List<List<Reason>> of(List<FeatureVector> vectors, List<AnswerReader.Answer> answers) {
        List<List<Reason>> reasons = new ArrayList<>(Collections.nCopies(vectors.size(), List.of()));
        List<Integer> chosen = new ArrayList<>();
        for (int row = 0; row < reasons.size(); row++) {
            if (answers.get(row).value() >= threshold
                    && (history || !vectors.get(row).backfill())) {
                chosen.add(row);
            }
        }
        for (int from = 0; from < chosen.size(); from += rowsAtATime) {
            List<Integer> rows = chosen.subList(from, Math.min(chosen.size(), from + rowsAtATime));
            columns.clear();
            List<List<Reason>> found = explain(
                    rows.stream().map(vectors::get).toList(),
                    rows.stream().map(answers::get).toList(),
                    columns);
            for (int i = 0; i < rows.size(); i++) {
                reasons.set(rows.get(i), found.get(i));
            }
        }
        return reasons;
    }

    /**
     * Explains some rows.
     *
     * @param empty columns to fill
     */
    abstract List<List<Reason>> explain(
            List<FeatureVector> vectors, List<AnswerReader.Answer> answers, FeatureColumns empty);

    static void add(FeatureColumns columns, String[] dictionary, int[] ids, float[] numbers) {
        try {
            columns.add(dictionary, ids, numbers);
        } catch (RowRejected impossible) {
            throw new IllegalStateException("Expected a row like one that the model has answered", impossible);
        }
    }
}
