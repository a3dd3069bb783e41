package io.leeway.shopper.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an event, as the table in {@code udfs/README.md} §1 has it: one object, UTF-8,
 * without a line's end.
 *
 * <p>Thread-safe. {@link #read} accepts what {@link #write} gives and returns an equal event.
 */
public final class EventJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            // The names come from outside: interning them would let strangers fill the JVM's table.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            // A parser's message must not quote the event.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private EventJson() {}

    /**
     * The event as JSON. Defaults (no price, quantity 1, no rating) are left out.
     *
     * @throws IllegalArgumentException where a number is not finite or a text is not Unicode: what
     *     {@link EventRules} accepts is neither
     */
    public static byte[] write(ShopperEvent event) {
        if (!Double.isFinite(event.price()) || !Double.isFinite(event.rating())) {
            throw new IllegalArgumentException(
                    "Expected a finite price and rating, found " + event.price() + " and " + event.rating());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("v", 1);
            writeText(json, "id", event.eventId());
            json.writeStringField("type", EventWords.of(event.type()));
            writeText(json, "user", event.userId());
            json.writeStringField(
                    "time", Instant.ofEpochMilli(event.eventTimeMillis()).toString());
            writeText(json, "item", event.itemId());
            writeText(json, "category", event.category());
            if (event.price() != 0) {
                json.writeNumberField("price", event.price());
            }
            writeText(json, "currency", event.currency());
            if (event.quantity() != 1) {
                json.writeNumberField("quantity", event.quantity());
            }
            if (event.rating() != 0) {
                json.writeNumberField("rating", event.rating());
            }
            writeText(json, "social", event.social() == null ? null : EventWords.of(event.social()));
            writeText(json, "platform", event.platform() == null ? null : EventWords.of(event.platform()));
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * The event in these bytes. Unknown fields are skipped, of a repeated field the last counts,
     * {@code null} is as good as absent, an id may be a whole number and a number a text, an unknown
     * {@code platform} is none, and {@code price} is stronger than {@code price_minor}. A quantity
     * or a time beyond the type's range becomes the range's end, for the rules to judge.
     *
     * @throws MalformedEventException where this is not one JSON object in strict UTF-8, a required
     *     field is missing or empty, a known field is of another type than the table's, or
     *     {@code type} is unknown; nothing else is ever thrown
     */
    public static ShopperEvent read(byte[] bytes) throws MalformedEventException {
        CharBuffer text;
        try {
            // Jackson would guess UTF-16 and take overlong sequences; the table says UTF-8.
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedEventException("Expected JSON in UTF-8, found bytes that are not UTF-8");
        }
        EventFields fields = new EventFields();
        try (JsonParser json = JSON.createParser(text.array(), text.arrayOffset(), text.limit())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedEventException("Expected a JSON object, found " + EventValues.describe(json));
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                fields.take(name, json);
            }
            if (json.nextToken() != null) {
                throw new MalformedEventException("Expected one JSON object, found more behind it");
            }
        } catch (JsonProcessingException notJson) {
            throw new MalformedEventException("Expected JSON, found an error" + where(notJson.getLocation()) + ": "
                    + notJson.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return fields.toEvent();
    }

    private static String where(@Nullable JsonLocation location) {
        return location == null ? "" : " at character " + location.getCharOffset();
    }

    private static void writeText(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            if (EventValues.hasHalfPair(value)) {
                throw new IllegalArgumentException(
                        "Expected Unicode text in '" + name + "', found half a surrogate pair");
            }
            json.writeStringField(name, value);
        }
    }
}
