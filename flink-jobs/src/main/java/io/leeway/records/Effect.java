package io.leeway.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How well something did in a window of as-of times.
 *
 * @param kind what is judged: {@code model}, {@code offers}, {@code treatment}, {@code policy}; whoever places advertisements adds {@code campaign}
 * @param name which one
 * @param version a model's version; 0 of what has none
 * @param fromMillis the window's beginning
 * @param toMillis its end
 * @param rows decisions or scores judged
 * @param figures by name; those that are no number are left out
 */
public record Effect(
        String kind,
        String name,
        long version,
        long fromMillis,
        long toMillis,
        long rows,
        Map<String, Double> figures) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> HEAD = Set.of("version", "rows");
    /** Digits that are figures and not the order of floating-point sums. */
    private static final double DIGITS = 1e9;

    public Effect {
        Map<String, Double> known = new TreeMap<>();
        figures.forEach((figure, value) -> {
            if (Double.isFinite(value)) {
                known.put(figure, Math.rint(value * DIGITS) / DIGITS);
            }
        });
        figures = known;
    }

    /** On its way out, keyed by what is judged. */
    public Outgoing outgoing() {
        ObjectNode node = JSON.createObjectNode()
                .put("kind", kind)
                .put("name", name)
                .put("version", version)
                .put("from", Instant.ofEpochMilli(fromMillis).toString())
                .put("to", Instant.ofEpochMilli(toMillis).toString())
                .put("rows", rows);
        ObjectNode all = node.putObject("figures");
        figures.forEach(all::put);
        try {
            return Outgoing.of(
                    DecisionTopics.EFFECTS,
                    (kind + "/" + name + "/" + version).getBytes(StandardCharsets.UTF_8),
                    JSON.writeValueAsBytes(node),
                    toMillis);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * One that {@link #outgoing} wrote, or another kind's: without {@code name} the name stands in a field called like the kind, without {@code figures} they stand beside it; what is
     * no number is left out.
     *
     * @throws IllegalArgumentException where it is none
     */
    public static Effect of(byte[] json) {
        try {
            JsonNode node = JSON.readTree(json);
            Map<String, Double> figures = new TreeMap<>();
            for (Map.Entry<String, JsonNode> figure : (node.has("figures") ? node.get("figures") : node).properties()) {
                if (figure.getValue().isNumber() && !HEAD.contains(figure.getKey())) {
                    figures.put(figure.getKey(), figure.getValue().asDouble());
                }
            }
            String kind = node.required("kind").asText();
            return new Effect(
                    kind,
                    (node.has("name") ? node.get("name") : node.required(kind)).asText(),
                    node.path("version").asLong(),
                    Instant.parse(node.required("from").asText()).toEpochMilli(),
                    Instant.parse(node.required("to").asText()).toEpochMilli(),
                    node.path("rows").asLong(),
                    figures);
        } catch (IOException | RuntimeException wrong) {
            throw new IllegalArgumentException(
                    "Expected an effect as JSON with kind, name, from and to, found: " + wrong.getMessage(), wrong);
        }
    }
}
