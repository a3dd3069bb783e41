package io.leeway.tables;

import java.io.Serial;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;

/**
 * Which rows of a half are in the table: of history those before the switch, live ones from the
 * switch on. One without a time is in neither, as in SQL's {@code WHERE}.
 *
 * <p>Metrics, by half: {@code otherHalf}, rows that are the other half's, and {@code withoutTime}.
 */
final class RowFilter implements ReaderListener {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What is said of a row that the table does not have. */
    static final long DROPPED = Long.MAX_VALUE;

    private final Half half;
    private final int position;
    private final int precision;
    private final long switchMillis;
    private final int switchNanos;
    private transient Counter otherHalf = new SimpleCounter();
    private transient Counter withoutTime = new SimpleCounter();

    /**
     * The filter of a half.
     *
     * @param position of the time in rows as they are read
     * @param switchAt in the column's own terms: of one without a zone, the session's local time
     */
    RowFilter(Half half, int position, int precision, TimestampData switchAt) {
        this.half = half;
        this.position = position;
        this.precision = precision;
        this.switchMillis = switchAt.getMillisecond();
        this.switchNanos = switchAt.getNanoOfMillisecond();
    }

    @Override
    public void created(SourceReaderContext context) {
        MetricGroup metrics = context.metricGroup().addGroup(half.prefix());
        otherHalf = metrics.counter("otherHalf");
        withoutTime = metrics.counter("withoutTime");
    }

    boolean isLive() {
        return half == Half.LIVE;
    }

    /** The row's time in milliseconds, or {@link #DROPPED}. */
    long timeOf(RowData read) {
        if (read.isNullAt(position)) {
            withoutTime.inc();
            return DROPPED;
        }
        TimestampData time = read.getTimestamp(position, precision);
        if (isBefore(time) == isLive()) {
            otherHalf.inc();
            return DROPPED;
        }
        return time.getMillisecond();
    }

    private boolean isBefore(TimestampData time) {
        long millis = time.getMillisecond();
        return millis < switchMillis || (millis == switchMillis && time.getNanoOfMillisecond() < switchNanos);
    }
}
