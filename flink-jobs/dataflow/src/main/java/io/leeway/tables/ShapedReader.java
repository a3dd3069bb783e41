package io.leeway.tables;

import io.leeway.sources.base.ForwardingReader;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/** A reader whose rows go through a {@link RowRule}. */
final class ShapedReader<S extends SourceSplit> extends ForwardingReader<RowData, RowData, S> {
    private final RowRule rule;
    private @Nullable ShapedOutput shaped;

    ShapedReader(SourceReader<RowData, S> reader, RowRule rule) {
        super(reader);
        this.rule = rule;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RowData> output) throws Exception {
        ShapedOutput behind = shaped;
        if (behind == null || !behind.isOf(output)) {
            behind = new ShapedOutput(output, rule);
            shaped = behind;
        }
        return reader.pollNext(behind);
    }
}
