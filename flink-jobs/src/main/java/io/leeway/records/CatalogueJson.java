package io.leeway.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Items as they stand in {@code leeway.catalogue}: keyed by item, a tombstone where the item is gone. JSON whose fields may grow.
 *
 * <p>A change holds from its {@code from}, which should lie ahead of where the readers stand, and without it from the record's timestamp.
 */
public final class CatalogueJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CatalogueJson() {}

    /** A change on its way to the topic. */
    public static Outgoing outgoing(CatalogueItem item) {
        byte[] key = item.item().getBytes(StandardCharsets.UTF_8);
        return Outgoing.of(DecisionTopics.CATALOGUE, key, item.gone() ? null : bytes(item), item.fromMillis());
    }

    private static byte[] bytes(CatalogueItem item) {
        try {
            return JSON.writeValueAsBytes(JSON.createObjectNode()
                    .put("item", item.item())
                    .put("category", item.category())
                    .put("price", item.price())
                    .put("stock", item.stock())
                    .put("addedAt", Instant.ofEpochMilli(item.addedAtMillis()).toString())
                    .put("consumable", item.consumable())
                    .put("from", Instant.ofEpochMilli(item.fromMillis()).toString()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * A record of the topic.
     *
     * @param key the item in UTF-8
     * @param value null is a tombstone
     * @throws IllegalArgumentException naming what is missing or wrong
     */
    public static CatalogueItem item(byte[] key, byte @Nullable [] value, long timestampMillis) {
        String item = new String(key, StandardCharsets.UTF_8);
        if (value == null) {
            return CatalogueItem.gone(item, timestampMillis);
        }
        JsonNode node = node(value);
        return new CatalogueItem(
                item,
                text(node, "category"),
                node.path("price").asDouble(),
                number(node, "stock"),
                millis(node, "addedAt", timestampMillis),
                node.path("consumable").asBoolean(),
                millis(node, "from", timestampMillis),
                false);
    }

    private static JsonNode node(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException wrong) {
            throw new IllegalArgumentException("Expected JSON, found: " + wrong.getMessage(), wrong);
        }
    }

    private static String text(JsonNode node, String field) {
        String text = node.path(field).asText();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("Expected a field " + field + ", found none in " + node);
        }
        return text;
    }

    private static long number(JsonNode node, String field) {
        if (!node.path(field).isNumber()) {
            throw new IllegalArgumentException("Expected a number " + field + ", found none in " + node);
        }
        return node.path(field).asLong();
    }

    private static long millis(JsonNode node, String field, long otherwise) {
        if (!node.hasNonNull(field)) {
            return otherwise;
        }
        try {
            return Instant.parse(node.path(field).asText()).toEpochMilli();
        } catch (DateTimeException | ArithmeticException wrong) {
            throw new IllegalArgumentException(
                    "Expected an instant such as 2026-01-01T00:00:00Z as " + field + ", found " + node.path(field),
                    wrong);
        }
    }
}
