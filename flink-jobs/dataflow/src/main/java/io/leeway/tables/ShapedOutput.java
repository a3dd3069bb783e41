package io.leeway.tables;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.table.data.RowData;

/** A reader's output behind a {@link RowRule}. */
final class ShapedOutput implements ReaderOutput<RowData> {
    private final ReaderOutput<RowData> output;
    private final RowRule rule;

    ShapedOutput(ReaderOutput<RowData> output, RowRule rule) {
        this.output = output;
        this.rule = rule;
    }

    boolean isOf(ReaderOutput<RowData> other) {
        return output == other;
    }

    @Override
    public void collect(RowData row) {
        rule.apply(row, output);
    }

    @Override
    public void collect(RowData row, long timestamp) {
        rule.apply(row, output);
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

    @Override
    public SourceOutput<RowData> createOutputForSplit(String splitId) {
        return new OfSplit(output.createOutputForSplit(splitId), rule);
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
        output.releaseOutputForSplit(splitId);
    }

    private record OfSplit(SourceOutput<RowData> output, RowRule rule) implements SourceOutput<RowData> {
        @Override
        public void collect(RowData row) {
            rule.apply(row, output);
        }

        @Override
        public void collect(RowData row, long timestamp) {
            rule.apply(row, output);
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
