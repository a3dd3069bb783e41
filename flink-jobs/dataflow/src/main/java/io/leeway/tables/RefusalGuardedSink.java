package io.leeway.tables;

import io.leeway.sinks.Sinks;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.connector.sink.abilities.SupportsWritingMetadata;
import org.apache.flink.table.types.DataType;

/**
 * Flink's Kafka table as it is written, but a row that the brokers refuse for good ends the job
 * without a restart.
 */
record RefusalGuardedSink(DynamicTableSink sink) implements DynamicTableSink, SupportsWritingMetadata {

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
        return sink.getChangelogMode(requestedMode);
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        SinkRuntimeProvider provider = sink.getSinkRuntimeProvider(context);
        return provider instanceof SinkV2Provider kafka
                ? SinkV2Provider.of(
                        Sinks.guarded(kafka.createSink()),
                        kafka.getParallelism().orElse(null))
                : provider;
    }

    @Override
    public Map<String, DataType> listWritableMetadata() {
        return sink instanceof SupportsWritingMetadata writable ? writable.listWritableMetadata() : Map.of();
    }

    @Override
    public void applyWritableMetadata(List<String> metadataKeys, DataType consumedDataType) {
        if (sink instanceof SupportsWritingMetadata writable) {
            writable.applyWritableMetadata(metadataKeys, consumedDataType);
        }
    }

    @Override
    public DynamicTableSink copy() {
        return new RefusalGuardedSink(sink.copy());
    }

    @Override
    public String asSummaryString() {
        return sink.asSummaryString();
    }
}
