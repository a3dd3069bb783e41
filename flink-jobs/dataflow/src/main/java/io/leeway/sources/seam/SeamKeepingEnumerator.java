package io.leeway.sources.seam;

import io.leeway.sources.base.StartCheck;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.jspecify.annotations.Nullable;

/**
 * Another enumerator, whose snapshots have the seam with them.
 *
 * @param check runs at the start: what fails while a job is being restored, before it is scheduled,
 *     neither ends nor restarts it
 */
record SeamKeepingEnumerator<S extends SourceSplit, E>(SplitEnumerator<S, E> source, Instant seam, StartCheck check)
        implements SplitEnumerator<S, SeamState<E>> {
    @Override
    public void start() {
        check.check();
        source.start();
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String hostname) {
        source.handleSplitRequest(subtask, hostname);
    }

    @Override
    public void addSplitsBack(List<S> splits, int subtask) {
        source.addSplitsBack(splits, subtask);
    }

    @Override
    public void addReader(int subtask) {
        source.addReader(subtask);
    }

    @Override
    public SeamState<E> snapshotState(long checkpointId) throws Exception {
        return new SeamState<>(seam, source.snapshotState(checkpointId));
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        source.handleSourceEvent(subtask, event);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        source.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        source.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
