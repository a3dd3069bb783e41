package io.leeway.scoring;

import io.leeway.model.Explanations;
import io.leeway.model.FeatureColumns;
import io.leeway.model.Predictor;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.ChurnReasons;
import io.leeway.shopper.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reasons for leaving or staying, by the attributions of the model's second signature: each row is some thirty within the model, with their slopes. */
final class ChurnReasonGiver extends ReasonGiver {

    private static final int ROWS = 128;

    private final Predictor model;
    private final Explanations explanations;

    ChurnReasonGiver(
            double threshold, boolean history, FeatureColumns columns, Predictor model, Explanations explanations) {
        super(threshold, history, ROWS, columns);
        this.model = model;
        this.explanations = explanations;
    }

    @Override
    List<List<Reason>> explain(List<FeatureVector> vectors, List<AnswerReader.Answer> answers, FeatureColumns columns) {
        vectors.forEach(vector -> add(columns, vector.dictionary(), vector.ids(), vector.numbers()));
        float[] attributions = explanations.attributions(model, columns.inputs(), vectors.size());
        int numbers = attributions.length / vectors.size();
        List<List<Reason>> reasons = new ArrayList<>();
        for (int row = 0; row < vectors.size(); row++) {
            float[] own = Arrays.copyOfRange(attributions, row * numbers, (row + 1) * numbers);
            reasons.add(ChurnReasons.of(vectors.get(row).numbers(), own, MOST));
        }
        return reasons;
    }
}
