package io.leeway.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.records.SourceRecord;
import io.leeway.topics.DeadLetterJson;
import io.leeway.topics.GoldenRecord;
import io.leeway.topics.RawBytes;
import java.time.Instant;
import java.util.HexFormat;
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

    /** More than 64 kB: the first of them, the length and the digest of all. */
    @Test
    void cut() throws Exception {
        String large = EVENT.replace("}", ",\"note\":\"" + "n".repeat(100_000) + "\"}");
        JsonNode late = new ObjectMapper()
                .readTree(new LateRecords()
                        .late(record(SourceRecord.Kind.LATE, large, "", ""), false)
                        .value());
        assertThat(late.path("raw").binaryValue())
                .isEqualTo(large.substring(0, RawBytes.LIMIT).getBytes(UTF_8));
        assertThat(late.path("rawLength").asInt()).isEqualTo(large.length());
        byte[] digest = RawBytes.sha256().digest(large.getBytes(UTF_8));
        assertThat(late.path("rawSha256").asText()).isEqualTo(HexFormat.of().formatHex(digest));
        GoldenRecord.check(
                "dead-letters+cut",
                DeadLetterJson.encode(
                        "decode",
                        "oversized",
                        "Expected a shorter line",
                        "file f, line 2",
                        null,
                        new RawBytes("{".getBytes(UTF_8), large.length(), digest),
                        TIME));
    }

    private static SourceRecord record(SourceRecord.Kind kind, String body, String reason, String detail) {
        return new SourceRecord(
                kind, "u1", TIME, TIME, true, body.getBytes(UTF_8), reason, detail, "topic t, partition 0, offset 7");
    }
}
