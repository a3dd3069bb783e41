package io.leeway.scoring;

import io.leeway.model.LoadOptions;
import io.leeway.model.Predictor;
import io.leeway.model.SavedModel;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Rows in, answers out, of any model. Answers carry no timestamp of their own. */
final class PredictionOperator extends ModelOperator<float[], float[], NumberBundle> {
    private static final long serialVersionUID = 1L;

    private final String signature;
    private final transient StreamRecord<float[]> answer = new StreamRecord<>(new float[0]);

    PredictionOperator(
            StreamOperatorParameters<float[]> parameters, String model, String signature, BundleOptions options) {
        super(parameters, model, options, LoadOptions.anyModel());
        this.signature = signature;
    }

    @Override
    NumberBundle bundle(SavedModel loaded, Predictor predictor, BundleOptions bundling) {
        return new NumberBundle(predictor, loaded.signature(signature), bundling.rows());
    }

    @Override
    void add(NumberBundle open, float[] input) {
        open.add(input);
    }

    @Override
    void emit(float[] values) {
        output.collect(answer.replace(values));
    }
}
