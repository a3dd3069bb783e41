package io.leeway.decisions;

import java.time.Instant;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Late records of a decider's subtask, which are left out: each is counted in the metric {@value
 * #METRIC}, and the first is logged. For the task's thread alone.
 */
public final class LateRecordCounter {
    /** How many records came behind the watermark. */
    public static final String METRIC = "leeway_late_records";

    private static final Logger LOG = LoggerFactory.getLogger(LateRecordCounter.class);

    private final Counter counter;

    public LateRecordCounter(MetricGroup metrics) {
        this.counter = metrics.counter(METRIC);
    }

    /** Whether the watermark has passed a record's event time; then it is counted. */
    public boolean isLate(long eventTimeMillis, long watermarkMillis) {
        if (eventTimeMillis > watermarkMillis) {
            return false;
        }
        if (counter.getCount() == 0) {
            LOG.warn(
                    "Left out a record of {}, behind the watermark {}; more are counted in {}",
                    Instant.ofEpochMilli(eventTimeMillis),
                    Instant.ofEpochMilli(watermarkMillis),
                    METRIC);
        }
        counter.inc();
        return true;
    }
}
