package io.leeway.scoring;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.leeway.records.FeatureVector;
import io.leeway.records.SinkRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What a request becomes that cannot be scored: never a made-up score. */
final class DeadRows {
    private static final JsonFactory JSON = new JsonFactory();

    private DeadRows() {}

    static SinkRecord of(FeatureVector vector, String reason, String detail) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("stage", "scoring");
            json.writeStringField("reason", reason);
            json.writeStringField("detail", detail);
            json.writeStringField("source", vector.task() + " as of " + Instant.ofEpochMilli(vector.asOfMillis()));
            json.writeStringField("user", vector.userId());
            json.writeEndObject();
        }
        return SinkRecord.of(
                SinkRecord.DEAD_LETTERS,
                vector.userId().getBytes(StandardCharsets.UTF_8),
                bytes.toByteArray(),
                vector.asOfMillis());
    }
}
