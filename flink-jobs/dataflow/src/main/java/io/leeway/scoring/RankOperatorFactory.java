package io.leeway.scoring;

import io.leeway.records.RankedSlate;
import io.leeway.records.Slate;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes a {@link RankOperator} on a task. */
final class RankOperatorFactory extends AbstractStreamOperatorFactory<RankedSlate>
        implements OneInputStreamOperatorFactory<Slate, RankedSlate> {
    private static final long serialVersionUID = 1L;

    private final String model;
    private final BundleOptions options;

    RankOperatorFactory(String model, BundleOptions options) {
        this.model = model;
        this.options = options;
    }

    @Override
    @SuppressWarnings("unchecked") // The signature of Flink's interface leaves no other way.
    public <T extends StreamOperator<RankedSlate>> T createStreamOperator(
            StreamOperatorParameters<RankedSlate> parameters) {
        return (T) new RankOperator(parameters, model, options);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return RankOperator.class;
    }
}
