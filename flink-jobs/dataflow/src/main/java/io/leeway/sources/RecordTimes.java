package io.leeway.sources;

import io.leeway.shopper.events.EventRules;
import java.io.Serial;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * Which timestamps of live records cannot be right: those of a producer ({@code CreateTime}) that lie
 * more than {@link EventRules#CLOCK_TOLERANCE} after the reader's clock. They would move the
 * watermark there, and make all that follows late.
 *
 * <p>Append times are the brokers' own and always right, and so are those of a topic that is played,
 * see {@link LiveRecords#APPENDED_AT}. The clock is an upper bound alone: of a backlog that is read
 * later, or read again, a timestamp may be past by then.
 */
final class RecordTimes implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Clock clock;

    /** By this clock, which has to be serialisable in a job. */
    RecordTimes(Clock clock) {
        this.clock = clock;
    }

    /** By the wall clock. */
    static RecordTimes ofWallClock() {
        return new RecordTimes(Clock.systemUTC());
    }

    boolean isAhead(ConsumerRecord<byte[], byte[]> record) {
        return record.timestampType() == TimestampType.CREATE_TIME
                && record.timestamp() - EventRules.CLOCK_TOLERANCE.toMillis() > clock.millis()
                && record.headers().lastHeader(LiveRecords.APPENDED_AT) == null;
    }

    long nowMillis() {
        return clock.millis();
    }

    /** For people: what was expected and found, and what to do. */
    String detail(ConsumerRecord<byte[], byte[]> record) {
        return "Expected a record's timestamp at most 5 minutes after the clock's " + clock.instant() + ", found "
                + Instant.ofEpochMilli(record.timestamp())
                + "; set message.timestamp.type=LogAppendTime for the topic, or set the producer's clock";
    }
}
