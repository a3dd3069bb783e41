package io.leeway.cli.scores;

import io.leeway.cli.console.UserError;
import io.leeway.sources.LiveRecords;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A committed score with what its record's headers say.
 *
 * @param json the record's value as it came
 * @param readAtMillis wall clock of the read
 * @param scoringMillis from the watermark's passing the as-of time to the emission; −1 where the
 *     header is missing
 * @param appendedAtMillis wall clock when the triggering event was appended; 0 where there was none
 * @param bundleRows rows of the bundle that made it; 0 where the header is missing
 */
public record CommittedScore(
        PublishedScore score,
        byte[] json,
        long readAtMillis,
        long scoringMillis,
        long appendedAtMillis,
        int bundleRows) {

    /** @throws UserError when the value is not a score */
    public static CommittedScore of(ConsumerRecord<byte[], byte[]> record, long readAtMillis) {
        try {
            return new CommittedScore(
                    PublishedScoreJson.parse(record.value()),
                    record.value(),
                    readAtMillis,
                    header(record, "scoring-millis", -1),
                    header(record, LiveRecords.APPENDED_AT, 0),
                    (int) header(record, "bundle-rows", 0));
        } catch (IllegalArgumentException e) {
            throw new UserError(
                    record.topic() + ", partition " + record.partition() + ", offset " + record.offset() + ": "
                            + e.getMessage() + "; is this a topic of Leeway's scores?",
                    e);
        }
    }

    /**
     * Whether it answers something that a live event has just brought about: neither of the past
     * nor due to silence.
     */
    public boolean isPrompt() {
        return !score.head().backfill() && !score.head().triggers().contains("silence");
    }

    private static long header(ConsumerRecord<byte[], byte[]> record, String name, long absent) {
        Header header = record.headers().lastHeader(name);
        return header == null ? absent : Long.parseLong(new String(header.value(), StandardCharsets.US_ASCII));
    }
}
