package io.leeway.tables;

import io.leeway.sources.base.ForwardingOutput;
import io.leeway.sources.base.ForwardingSourceOutput;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.table.data.RowData;

/** A reader's output behind a {@link RowRule}. */
final class ShapedOutput extends ForwardingOutput<RowData, RowData> {
    private final RowRule rule;

    ShapedOutput(ReaderOutput<RowData> output, RowRule rule) {
        super(output);
        this.rule = rule;
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
    public SourceOutput<RowData> createOutputForSplit(String splitId) {
        return new OfSplit(output.createOutputForSplit(splitId), rule);
    }

    private static final class OfSplit extends ForwardingSourceOutput<RowData, RowData> {
        private final SourceOutput<RowData> output;
        private final RowRule rule;

        private OfSplit(SourceOutput<RowData> output, RowRule rule) {
            super(output);
            this.output = output;
            this.rule = rule;
        }

        @Override
        public void collect(RowData row) {
            rule.apply(row, output);
        }

        @Override
        public void collect(RowData row, long timestamp) {
            rule.apply(row, output);
        }
    }
}
