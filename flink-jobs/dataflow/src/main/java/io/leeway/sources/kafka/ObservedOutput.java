package io.leeway.sources.kafka;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/** A reader's output that notes the timestamps of each partition's records. */
final class ObservedOutput<T> implements ReaderOutput<T> {
    private final ReaderOutput<T> output;
    private final QuietPartitions partitions;

    ObservedOutput(ReaderOutput<T> output, QuietPartitions partitions) {
        this.output = output;
        this.partitions = partitions;
    }

    boolean isOf(ReaderOutput<T> other) {
        return output == other;
    }

    @Override
    public SourceOutput<T> createOutputForSplit(String splitId) {
        return new OfPartition<>(output.createOutputForSplit(splitId), splitId, partitions);
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
        partitions.remove(splitId);
        output.releaseOutputForSplit(splitId);
    }

    @Override
    public void collect(T record) {
        output.collect(record);
    }

    @Override
    public void collect(T record, long timestamp) {
        output.collect(record, timestamp);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
        output.emitWatermark(watermark);
    }

    @Override
    public void markIdle() {
        output.markIdle();
    }

    @Override
    public void markActive() {
        output.markActive();
    }

    private record OfPartition<T>(SourceOutput<T> output, String splitId, QuietPartitions partitions)
            implements SourceOutput<T> {
        @Override
        public void collect(T record) {
            output.collect(record);
        }

        @Override
        public void collect(T record, long timestamp) {
            partitions.read(splitId, timestamp);
            output.collect(record, timestamp);
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            output.emitWatermark(watermark);
        }

        @Override
        public void markIdle() {
            output.markIdle();
        }

        @Override
        public void markActive() {
            output.markActive();
        }
    }
}
