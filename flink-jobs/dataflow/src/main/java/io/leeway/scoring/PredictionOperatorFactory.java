package io.leeway.scoring;

import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes a {@link PredictionOperator} on a task. */
final class PredictionOperatorFactory extends AbstractStreamOperatorFactory<float[]>
        implements OneInputStreamOperatorFactory<float[], float[]> {
    private static final long serialVersionUID = 1L;

    private final String model;
    private final String signature;
    private final BundleOptions options;

    PredictionOperatorFactory(String model, String signature, BundleOptions options) {
        this.model = model;
        this.signature = signature;
        this.options = options;
    }

    @Override
    @SuppressWarnings("unchecked") // The signature of Flink's interface leaves no other way.
    public <T extends StreamOperator<float[]>> T createStreamOperator(StreamOperatorParameters<float[]> parameters) {
        return (T) new PredictionOperator(parameters, model, signature, options);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return PredictionOperator.class;
    }
}
