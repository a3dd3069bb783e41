package io.leeway.features;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leeway.records.SourceRecord;
import io.leeway.topics.GoldenRecord;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Late records and dead letters as they are published, with raw bytes and without those of an erased shopper. */
class LateGoldenTest {
    private static final long TIME = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final String EVENT =
            "{\"id\":\"e1\",\"type\":\"view\",\"user\":\"u1\",\"time\":\"2026-03-01T11:00:00Z\",\"item\":\"i1\"}";

    @Test
    void late() throws Exception {
        SourceRecord late = record(SourceRecord.Kind.LATE, EVENT, "", "");
        GoldenRecord.check("late", new LateRecords().late(late, false));
        GoldenRecord.check("late+erased", new LateRecords().late(late, true));
    }

    @Test
    void deadLetter() throws Exception {
        SourceRecord dead = record(SourceRecord.Kind.DEAD, "{", "undecodable", "Expected JSON");
        GoldenRecord.check("dead-letters", new LateRecords().dead(dead, false));
        GoldenRecord.check("dead-letters+erased", new LateRecords().dead(dead, true));
    }

    private static SourceRecord record(SourceRecord.Kind kind, String body, String reason, String detail) {
        return new SourceRecord(
                kind, "u1", TIME, TIME, true, body.getBytes(UTF_8), reason, detail, "topic t, partition 0, offset 7");
    }
}
