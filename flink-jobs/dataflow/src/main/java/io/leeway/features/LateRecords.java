package io.leeway.features;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.leeway.records.SinkRecord;
import io.leeway.records.SourceRecord;
import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.topics.DeadLetterJson;
import io.leeway.topics.RawBytes;
import io.leeway.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What leaves for the late and dead-letter topics. Of an erased shopper no raw bytes do. */
final class LateRecords {
    private static final JsonFactory JSON = new JsonFactory();

    SinkRecord late(SourceRecord arrival, boolean erased) {
        ShopperEvent event = decode(arrival.body());
        return late(
                arrival,
                event,
                "late",
                arrival.recordTimeMillis() - event.eventTimeMillis(),
                erased ? null : RawBytes.of(arrival.body()));
    }

    SinkRecord behindWatermark(SourceRecord arrival, long watermarkMillis, boolean erased) {
        ShopperEvent event = PendingEvent.ofBytes(arrival.body()).event();
        return late(
                arrival,
                event,
                "behind-watermark",
                watermarkMillis - event.eventTimeMillis(),
                erased ? null : RawBytes.of(EventJson.write(event)));
    }

    private static ShopperEvent decode(byte[] raw) {
        try {
            return EventJson.read(raw);
        } catch (MalformedEventException e) {
            throw new IllegalStateException("Expected a late record that the source could decode", e);
        }
    }

    private static SinkRecord late(
            SourceRecord arrival, ShopperEvent event, String reason, long lateMillis, @Nullable RawBytes raw) {
        byte[] value = write(json -> {
            json.writeStringField("reason", reason);
            json.writeStringField("user", arrival.userId());
            json.writeStringField("eventId", event.eventId());
            json.writeStringField(
                    "eventTime", Instant.ofEpochMilli(event.eventTimeMillis()).toString());
            json.writeStringField(
                    "recordTime",
                    Instant.ofEpochMilli(arrival.recordTimeMillis()).toString());
            json.writeNumberField("lateMillis", lateMillis);
            if (raw != null) {
                raw.write(json);
            }
        });
        return SinkRecord.of(
                Topics.LATE, arrival.userId().getBytes(StandardCharsets.UTF_8), value, arrival.recordTimeMillis());
    }

    SinkRecord dead(SourceRecord arrival, boolean erased) {
        return DeadLetterJson.encode(
                "decode",
                arrival.reason(),
                arrival.detail(),
                arrival.origin(),
                arrival.userId(),
                erased ? null : RawBytes.of(arrival.body()),
                arrival.recordTimeMillis());
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] write(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
