package io.leeway.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;

/** Fields of JSON records, which say by name what is missing or wrong. */
public final class JsonFields {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Ids and categories in topics are no longer, in {@code char}s. */
    private static final int MOST_CHARACTERS = 256;

    /** Messages of models and addresses of files may be of any length. */
    private static final int MESSAGE_CHARACTERS = 1000;

    private JsonFields() {}

    /** An empty record. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** In UTF-8. */
    public static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** @throws IllegalArgumentException where it is no JSON */
    public static JsonNode node(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException wrong) {
            throw new IllegalArgumentException("Expected JSON, found: " + wrong.getMessage(), wrong);
        }
    }

    /** @throws IllegalArgumentException where there is no such field */
    public static JsonNode required(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException(
                    "Expected a field " + field + ", found none in " + shorten(node.toString()));
        }
        return value;
    }

    /** @throws IllegalArgumentException where the field is missing or no instant */
    public static long millis(JsonNode node, String field) {
        String text = required(node, field).asText();
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException wrong) {
            throw new IllegalArgumentException(
                    "Expected an instant such as 2026-01-01T00:00:00Z as " + field + ", found '" + shorten(text) + "'",
                    wrong);
        }
    }

    /** @throws IllegalArgumentException where an id or a category has more than 256 characters */
    public static void requireShort(String field, String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "Expected at most " + MOST_CHARACTERS + " characters in " + field + ", found " + text.length());
        }
    }

    /** A message for people of at most about 1,000 characters; what is cut is said. */
    public static String shorten(String message) {
        int length = message.length();
        return length <= MESSAGE_CHARACTERS
                ? message
                : message.substring(0, message.offsetByCodePoints(0, MESSAGE_CHARACTERS / 2)) + "… (" + length
                        + " characters)";
    }

    /** As {@link #millis} reads it. */
    public static String text(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
