package io.leeway.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The event time of a tombstone, in the header {@value #HEADER} as milliseconds: other records have
 * it in their value. A record's timestamp is when it was written, so that a topic's retention counts
 * from there, and a backfill of old scores is not deleted as it is written.
 */
public final class TombstoneTime {
    /** The header's name. */
    public static final String HEADER = "event-time";

    private TombstoneTime() {}

    /** Adds it to a tombstone. */
    public static void add(Headers headers, long eventTimeMillis) {
        headers.add(HEADER, Long.toString(eventTimeMillis).getBytes(StandardCharsets.US_ASCII));
    }

    /** Builds before 0.2 wrote no header, and event time as the timestamp. */
    public static long of(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(HEADER);
        return header == null
                ? record.timestamp()
                : Long.parseLong(new String(header.value(), StandardCharsets.US_ASCII));
    }
}
