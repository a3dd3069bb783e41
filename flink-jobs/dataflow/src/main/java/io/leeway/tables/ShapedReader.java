package io.leeway.tables;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/** A reader whose rows go through a {@link RowRule}. */
final class ShapedReader<S extends SourceSplit> implements SourceReader<RowData, S> {
    private final SourceReader<RowData, S> reader;
    private final RowRule rule;
    private @Nullable ShapedOutput shaped;

    ShapedReader(SourceReader<RowData, S> reader, RowRule rule) {
        this.reader = reader;
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

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public List<S> snapshotState(long checkpointId) {
        return reader.snapshotState(checkpointId);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return reader.isAvailable();
    }

    @Override
    public void addSplits(List<S> splits) {
        reader.addSplits(splits);
    }

    @Override
    public void notifyNoMoreSplits() {
        reader.notifyNoMoreSplits();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        reader.handleSourceEvents(event);
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> splitsToPause, Collection<String> splitsToResume) {
        reader.pauseOrResumeSplits(splitsToPause, splitsToResume);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        reader.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        reader.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void close() throws Exception {
        reader.close();
    }
}
