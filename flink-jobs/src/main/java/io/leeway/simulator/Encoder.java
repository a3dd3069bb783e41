package io.leeway.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.shopper.ShopperEvent;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;

/** Stands in for the schema's own encoder until both are on one branch. */
final class Encoder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Encoder() {}

    static byte[] write(ShopperEvent event) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", event.eventId())
                .put("type", event.type().name().toLowerCase(Locale.ROOT))
                .put("user", event.userId())
                .put("time", Instant.ofEpochMilli(event.eventTimeMillis()).toString())
                .put("item", event.itemId())
                .put("category", event.category())
                .put("price", event.price())
                .put("currency", event.currency())
                .put("quantity", event.quantity());
        if (event.rating() != 0) {
            node.put("rating", event.rating());
        }
        if (event.social() != null) {
            node.put("social", event.social().name().toLowerCase(Locale.ROOT));
        }
        if (event.platform() != null) {
            node.put("platform", event.platform().name().toLowerCase(Locale.ROOT));
        }
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
