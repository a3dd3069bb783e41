package io.leeway.sources.seam;

import io.leeway.sources.base.ForwardingEnumerator;
import io.leeway.sources.base.StartCheck;
import java.time.Instant;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;

/** Another enumerator, whose snapshots have the seam with them. */
final class SeamKeepingEnumerator<S extends SourceSplit, E> extends ForwardingEnumerator<S, E, SeamState<E>> {
    private final Instant seam;
    private final StartCheck check;

    /**
     * This enumerator.
     *
     * @param check runs at the start: what fails while a job is being restored, before it is
     *     scheduled, neither ends nor restarts it
     */
    SeamKeepingEnumerator(SplitEnumerator<S, E> enumerator, Instant seam, StartCheck check) {
        super(enumerator);
        this.seam = seam;
        this.check = check;
    }

    @Override
    public void start() {
        check.check();
        super.start();
    }

    @Override
    public SeamState<E> snapshotState(long checkpointId) throws Exception {
        return new SeamState<>(seam, enumerator.snapshotState(checkpointId));
    }
}
