package io.leeway.topics;

import static io.leeway.topics.JsonFields.bytes;
import static io.leeway.topics.JsonFields.millis;
import static io.leeway.topics.JsonFields.node;
import static io.leeway.topics.JsonFields.object;
import static io.leeway.topics.JsonFields.required;
import static io.leeway.topics.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.records.SinkRecord;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well something did in a window of as-of times.
 *
 * @param kind what is judged: {@code model}, {@code offers}, {@code treatment}, {@code policy}; the
 *     advertising job adds {@code campaign}
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
    public SinkRecord outgoing() {
        ObjectNode node = object().put("kind", kind)
                .put("name", name)
                .put("version", version)
                .put("from", text(fromMillis))
                .put("to", text(toMillis))
                .put("rows", rows);
        figures.forEach(node.putObject("figures")::put);
        return SinkRecord.of(
                Topics.EFFECTS,
                (kind + "/" + name + "/" + version).getBytes(StandardCharsets.UTF_8),
                bytes(node),
                toMillis);
    }

    /**
     * One that {@link #outgoing} wrote; what is no number is left out of its figures.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong
     */
    public static Effect of(byte[] json) {
        JsonNode node = node(json);
        Map<String, Double> figures = new TreeMap<>();
        for (Map.Entry<String, JsonNode> figure : required(node, "figures").properties()) {
            if (figure.getValue().isNumber()) {
                figures.put(figure.getKey(), figure.getValue().asDouble());
            }
        }
        return new Effect(
                required(node, "kind").asText(),
                required(node, "name").asText(),
                node.path("version").asLong(),
                millis(node, "from"),
                millis(node, "to"),
                node.path("rows").asLong(),
                figures);
    }
}
