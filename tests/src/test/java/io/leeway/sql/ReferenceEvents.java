package io.leeway.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events as section 1 of the rule book reads them, as far as the golden history goes. */
final class ReferenceEvents {
    private static final JsonMapper JSON = new JsonMapper();

    private ReferenceEvents() {}

    /** The events of lines by shopper; what has a type that is none is left out. */
    static Map<String, List<ShopperEvent>> byShopper(List<String> lines) {
        Map<String, List<ShopperEvent>> events = new TreeMap<>();
        for (String line : lines) {
            JsonNode json = read(line);
            if (Arrays.stream(EventType.values()).anyMatch(type -> type.name().equals(upper(json, "type")))) {
                ShopperEvent event = event(json);
                events.computeIfAbsent(event.userId(), none -> new ArrayList<>())
                        .add(event);
            }
        }
        return events;
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    private static String upper(JsonNode json, String field) {
        return json.path(field).asText().toUpperCase(Locale.ROOT);
    }

    private static ShopperEvent event(JsonNode json) {
        return new ShopperEvent(
                json.required("id").asText(),
                EventType.valueOf(upper(json, "type")),
                json.required("user").asText(),
                null,
                category(json),
                json.path("price").asDouble(0),
                null,
                json.path("quantity").asInt(1),
                json.path("rating").asDouble(0),
                json.has("social") ? SocialAction.valueOf(upper(json, "social")) : null,
                null,
                Instant.parse(json.required("time").asText()).toEpochMilli());
    }

    private static @Nullable String category(JsonNode json) {
        if (!json.has("category")) {
            return null;
        }
        return Arrays.stream(json.get("category").asText().split("/"))
                .map(level -> level.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("/"));
    }
}
