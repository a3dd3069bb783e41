package io.leeway.sources.kafka;

import io.leeway.sources.base.ForwardingOutput;
import io.leeway.sources.base.ForwardingSourceOutput;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/** A reader's output that notes the timestamps of each partition's records. */
final class ObservedOutput<T> extends ForwardingOutput<T, T> {
    private final QuietPartitions partitions;

    ObservedOutput(ReaderOutput<T> output, QuietPartitions partitions) {
        super(output);
        this.partitions = partitions;
    }

    @Override
    public SourceOutput<T> createOutputForSplit(String splitId) {
        return new OfPartition<>(output.createOutputForSplit(splitId), splitId, partitions);
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
        partitions.remove(splitId);
        super.releaseOutputForSplit(splitId);
    }

    @Override
    public void collect(T record) {
        output.collect(record);
    }

    @Override
    public void collect(T record, long timestamp) {
        output.collect(record, timestamp);
    }

    private static final class OfPartition<T> extends ForwardingSourceOutput<T, T> {
        private final SourceOutput<T> output;
        private final String splitId;
        private final QuietPartitions partitions;

        private OfPartition(SourceOutput<T> output, String splitId, QuietPartitions partitions) {
            super(output);
            this.output = output;
            this.splitId = splitId;
            this.partitions = partitions;
        }

        @Override
        public void collect(T record) {
            output.collect(record);
        }

        @Override
        public void collect(T record, long timestamp) {
            partitions.read(splitId, timestamp);
            output.collect(record, timestamp);
        }
    }
}
