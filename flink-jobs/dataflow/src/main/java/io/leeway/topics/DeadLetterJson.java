package io.leeway.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.leeway.records.SinkRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What could not be decoded, is implausible or cannot be scored, keyed by the shopper where known
 * and else by its source, so that a compacted topic takes it. No record is larger than {@link
 * RecordLimits#LARGEST_BYTES}.
 */
public final class DeadLetterJson {
    private static final JsonFactory JSON = new JsonFactory();

    private DeadLetterJson() {}

    /**
     * The record for {@link Topics#DEAD_LETTERS}.
     *
     * @param stage which found it
     * @param source for people: the topic, partition and offset, the file and line, or the request
     * @param user null where it is not known
     * @param raw null where there are no bytes, or none may leave
     */
    public static SinkRecord encode(
            String stage,
            String reason,
            String detail,
            String source,
            @Nullable String user,
            @Nullable RawBytes raw,
            long timeMillis) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("stage", stage);
            json.writeStringField("reason", reason);
            json.writeStringField("detail", JsonFields.shorten(detail));
            json.writeStringField("source", JsonFields.shorten(source));
            if (user != null) {
                json.writeStringField("user", user);
            }
            if (raw != null) {
                raw.write(json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] key = (user == null ? JsonFields.shorten(source) : user).getBytes(StandardCharsets.UTF_8);
        return SinkRecord.of(Topics.DEAD_LETTERS, key, bytes.toByteArray(), timeMillis);
    }
}
