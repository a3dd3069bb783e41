package io.leeway.records;

import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What a source hands on: an event, or what became of one that is none.
 *
 * @param userId the shopper; empty where it is not known
 * @param eventTimeMillis event time; for what has none, the record's timestamp
 * @param recordTimeMillis the Kafka record's timestamp; for history the event time
 * @param live whether it came from Kafka
 * @param body for an {@link Kind#EVENT} a {@code PendingEvent} in its compact form, for
 *     {@link Kind#LATE} and {@link Kind#DEAD} the raw bytes, for {@link Kind#OVERSIZED} {@code
 *     RawBytes} in their form for edges, else empty
 * @param reason for a dead letter the rule; for an event the rules that changed it, parted by
 *     commas; else empty
 * @param detail for people: what was expected and found
 * @param origin for people: the topic, partition and offset, or the file and line
 */
@TypeInfo(RecordType.OfSourceRecord.class)
public record SourceRecord(
        Kind kind,
        String userId,
        long eventTimeMillis,
        long recordTimeMillis,
        boolean live,
        byte[] body,
        String reason,
        String detail,
        String origin) {

    public enum Kind {
        /** Accepted. */
        EVENT,
        /** Live, and more than the allowed lateness behind its record's timestamp. */
        LATE,
        /** Undecodable or implausible. */
        DEAD,
        /** A record without a value: it moves the watermark, and is nothing else. */
        HEARTBEAT,
        /** Live, but its event time lies before the seam: history has it. */
        BEFORE_SEAM,
        /** Records that were deleted before they were read; the body has at most how many, in ASCII. */
        LOST,
        /** A dead letter of which only the first bytes were read: a line of history. */
        OVERSIZED
    }

    private static final byte[] NOTHING = new byte[0];

    public static SourceRecord heartbeat(long recordTimeMillis) {
        return new SourceRecord(Kind.HEARTBEAT, "", recordTimeMillis, recordTimeMillis, true, NOTHING, "", "", "");
    }

    /**
     * Records that are missing. It has no time and moves no watermark.
     *
     * @param atMost how many; 0 where it is not known
     */
    public static SourceRecord lost(long atMost, String detail, String origin) {
        byte[] count = Long.toString(atMost).getBytes(StandardCharsets.US_ASCII);
        return new SourceRecord(Kind.LOST, "", 0, 0, true, count, "lost-events", detail, origin);
    }
}
