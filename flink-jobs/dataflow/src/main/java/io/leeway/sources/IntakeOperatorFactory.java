package io.leeway.sources;

import io.leeway.records.SourceRecord;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes an {@link IntakeOperator} on a task. */
final class IntakeOperatorFactory extends AbstractStreamOperatorFactory<SourceRecord>
        implements OneInputStreamOperatorFactory<SourceRecord, SourceRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("unchecked") // The signature of Flink's interface leaves no other way.
    public <T extends StreamOperator<SourceRecord>> T createStreamOperator(StreamOperatorParameters<SourceRecord> parameters) {
        return (T) new IntakeOperator(parameters);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return IntakeOperator.class;
    }
}
