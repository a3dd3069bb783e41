package io.leeway.features;

import io.leeway.records.FeatureVector;
import io.leeway.records.SourceRecord;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes a {@link FeaturesOperator} on a task. */
final class FeaturesOperatorFactory extends AbstractStreamOperatorFactory<FeatureVector>
        implements OneInputStreamOperatorFactory<SourceRecord, FeatureVector> {
    private static final long serialVersionUID = 1L;

    private final FeaturesOptions options;

    FeaturesOperatorFactory(FeaturesOptions options) {
        this.options = options;
    }

    @Override
    @SuppressWarnings("unchecked") // The signature of Flink's interface leaves no other way.
    public <T extends StreamOperator<FeatureVector>> T createStreamOperator(
            StreamOperatorParameters<FeatureVector> parameters) {
        return (T) new FeaturesOperator(parameters, options);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return FeaturesOperator.class;
    }
}
