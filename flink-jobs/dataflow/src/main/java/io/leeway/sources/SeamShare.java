package io.leeway.sources;

import io.leeway.records.HistoryException;
import io.leeway.records.SourceRecord;
import java.io.Serializable;
import java.time.Instant;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * Ends a job whose seam lies in the midst of live events or after them: they would be passed over as
 * history's, without a score, for as long as it runs.
 *
 * <p>Looks at the first {@value #EVENTS} live events that a subtask reads since it was started.
 * Records from around the seam do not count, since reading begins a while before it: those with a
 * timestamp from {@link SourceOptions#MARGIN} before the seam to the allowed lateness after it.
 * Keeps no state. Not thread-safe.
 */
final class SeamShare {
    static final int EVENTS = 1_000;

    /**
     * What is allowed.
     *
     * @param most the largest share of events before the seam, from 0 to 1; with 1 nothing is refused
     */
    record Limit(Instant seam, long allowedLatenessMillis, double most) implements Serializable {}

    private final Limit limit;
    private final long seamMillis;
    private int seen;
    private int before;
    private long earliestMillis = Long.MAX_VALUE;
    private long latestMillis = Long.MIN_VALUE;

    SeamShare(Limit limit) {
        this.limit = limit;
        this.seamMillis = limit.seam().toEpochMilli();
    }

    /**
     * Counts a live event, late or not.
     *
     * @throws SuppressRestartsException where too many lie before the seam: reading them again would
     *     not help
     */
    void add(SourceRecord arrival) {
        if (seen == EVENTS || isAroundTheSeam(arrival.recordTimeMillis())) {
            return;
        }
        seen++;
        if (arrival.kind() == SourceRecord.Kind.BEFORE_SEAM) {
            before++;
            earliestMillis = Math.min(earliestMillis, arrival.eventTimeMillis());
            latestMillis = Math.max(latestMillis, arrival.eventTimeMillis());
        }
        if (seen == EVENTS && before > limit.most() * EVENTS) {
            throw new SuppressRestartsException(new HistoryException(message()));
        }
    }

    private boolean isAroundTheSeam(long recordTimeMillis) {
        return recordTimeMillis >= seamMillis - SourceOptions.MARGIN.toMillis()
                && recordTimeMillis < seamMillis + limit.allowedLatenessMillis();
    }

    private String message() {
        return "Expected at most " + Math.round(limit.most() * EVENTS) + " of the first " + EVENTS
                + " live events before the seam " + limit.seam() + ", found " + before + ", from "
                + Instant.ofEpochMilli(earliestMillis) + " to " + Instant.ofEpochMilli(latestMillis)
                + ": they are passed over, since history has them. Where one wrong date has moved the end of history,"
                + " write it again with `leeway import --not-after`, and start without the savepoint of this job;"
                + " where the producers' times are wrong, correct those; where it is as it should be, raise"
                + " --max-before-seam";
    }
}
