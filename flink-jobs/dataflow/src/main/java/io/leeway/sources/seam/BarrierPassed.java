package io.leeway.sources.seam;

import java.io.Serial;
import org.apache.flink.api.connector.source.SourceEvent;

/** A reader's report that its state was taken for a checkpoint or savepoint. */
record BarrierPassed(long checkpointId) implements SourceEvent {
    @Serial
    private static final long serialVersionUID = 1L;
}
