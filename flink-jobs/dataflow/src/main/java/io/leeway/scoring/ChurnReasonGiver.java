package io.leeway.scoring;

import io.leeway.model.FeatureColumns;
import io.leeway.model.Predictor;
import io.leeway.model.answers.Explanations;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.Reason;
import java.util.List;

/** Reasons for leaving or staying, by the attributions of the model's second signature. */
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
        return explanations.churnReasons(
                model,
                columns.inputs(),
                vectors.stream().map(FeatureVector::numbers).toList(),
                MOST);
    }
}
