package io.leeway.topics;

import static io.leeway.topics.JsonFields.bytes;
import static io.leeway.topics.JsonFields.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.records.CatalogueItem;
import io.leeway.records.SinkRecord;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Items as they stand in {@code leeway.catalogue}: keyed by item, a tombstone where the item is
 * gone. JSON whose fields may grow.
 *
 * <p>A change holds from its {@code from}, which should lie ahead of where the readers stand, and
 * without it from the record's timestamp.
 */
public final class CatalogueJson {

    private CatalogueJson() {}

    /** A change on its way to the topic. */
    public static SinkRecord outgoing(CatalogueItem item) {
        byte[] key = item.item().getBytes(StandardCharsets.UTF_8);
        return SinkRecord.of(Topics.CATALOGUE, key, item.gone() ? null : bytes(object(item)), item.fromMillis());
    }

    private static ObjectNode object(CatalogueItem item) {
        return JsonFields.object()
                .put("item", item.item())
                .put("category", item.category())
                .put("price", item.price())
                .put("stock", item.stock())
                .put("addedAt", JsonFields.text(item.addedAtMillis()))
                .put("consumable", item.consumable())
                .put("from", JsonFields.text(item.fromMillis()));
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
        JsonFields.requireShort("the key", item);
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

    private static String text(JsonNode node, String field) {
        String text = node.path(field).asText();
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "Expected a field " + field + ", found none in " + JsonFields.shorten(node.toString()));
        }
        JsonFields.requireShort(field, text);
        return text;
    }

    private static long number(JsonNode node, String field) {
        if (!node.path(field).isNumber()) {
            throw new IllegalArgumentException(
                    "Expected a number " + field + ", found none in " + JsonFields.shorten(node.toString()));
        }
        return node.path(field).asLong();
    }

    private static long millis(JsonNode node, String field, long otherwise) {
        return node.hasNonNull(field) ? JsonFields.millis(node, field) : otherwise;
    }
}
