package io.leeway.topics;

import static io.leeway.topics.JsonFields.bytes;
import static io.leeway.topics.JsonFields.millis;
import static io.leeway.topics.JsonFields.node;
import static io.leeway.topics.JsonFields.required;
import static io.leeway.topics.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.LoggedDecision;
import io.leeway.records.Outcome;
import io.leeway.records.SinkRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decisions and outcomes as they stand in topics: JSON whose fields may grow; unknown fields are
 * not looked at.
 *
 * <p>A ranked list is one record with an array {@code items}, each with its own {@code item},
 * {@code position}, {@code propensity} and {@code predicted}: read, it is a decision an item.
 */
public final class DecisionJson {

    private DecisionJson() {}

    /** The common fields of a decision; each decider adds its own. */
    public static ObjectNode object(Decision decision) {
        ObjectNode node = JsonFields.object()
                .put("id", decision.id())
                .put("kind", decision.kind().id())
                .put("user", decision.userId())
                .put("asOf", text(decision.asOfMillis()))
                .put("score", decision.scoreId())
                .put("model", decision.model())
                .put("version", decision.version())
                .put("action", decision.action())
                .put("propensity", decision.propensity());
        if (!Double.isNaN(decision.predicted())) {
            node.put("predicted", decision.predicted());
        }
        return node.put("control", decision.control()).put("cost", decision.cost());
    }

    /** A decision on its way out, keyed by its shopper. */
    public static SinkRecord outgoing(String topic, Decision decision, ObjectNode json) {
        return SinkRecord.of(topic, utf8(decision.userId()), bytes(json), decision.asOfMillis());
    }

    /**
     * The decisions of a record: one, or one an item of a list.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong
     */
    public static List<Decision> decisions(byte[] json) {
        JsonNode node = node(json);
        JsonNode items = node.path("items");
        if (!items.isArray()) {
            return List.of(decision(node, required(node, "id").asText(), node, "action"));
        }
        List<Decision> decisions = new ArrayList<>(items.size());
        for (JsonNode item : items) {
            decisions.add(decision(
                    node,
                    itemId(
                            required(node, "id").asText(),
                            required(item, "position").asInt()),
                    item,
                    "item"));
        }
        return decisions;
    }

    /**
     * The decisions of a record with what other policies would have done: an object {@code targets}
     * beside the action, by policy, of {@code propensity} and {@code predicted}.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong
     */
    public static List<LoggedDecision> logged(byte[] json) {
        JsonNode node = node(json);
        List<Decision> decisions = decisions(json);
        List<LoggedDecision> logged = new ArrayList<>(decisions.size());
        for (int i = 0; i < decisions.size(); i++) {
            JsonNode chosen = node.path("items").isArray() ? node.path("items").get(i) : node;
            JsonNode targets = chosen.path("targets");
            String[] names = new String[targets.size()];
            double[] propensities = new double[names.length];
            double[] predictions = new double[names.length];
            int at = 0;
            for (Map.Entry<String, JsonNode> target : targets.properties()) {
                names[at] = target.getKey();
                propensities[at] = required(target.getValue(), "propensity").asDouble();
                predictions[at++] = target.getValue().path("predicted").asDouble(Double.NaN);
            }
            logged.add(new LoggedDecision(decisions.get(i), names, propensities, predictions));
        }
        return logged;
    }

    /** The id of a list's decision about the item on a position, counted from 0. */
    public static String itemId(String listId, int position) {
        return listId + '-' + position;
    }

    private static Decision decision(JsonNode head, String id, JsonNode chosen, String action) {
        return new Decision(
                id,
                DecisionKind.of(required(head, "kind").asText()),
                required(head, "user").asText(),
                millis(head, "asOf"),
                head.path("score").asText(),
                head.path("model").asText(),
                head.path("version").asLong(),
                required(chosen, action).asText(),
                required(chosen, "propensity").asDouble(),
                chosen.path("predicted").asDouble(Double.NaN),
                head.path("control").asBoolean(),
                head.path("cost").asDouble());
    }

    /** An outcome on its way out, keyed by its shopper. */
    public static SinkRecord outgoing(Outcome outcome) {
        ObjectNode node = JsonFields.object()
                .put("decision", outcome.decisionId())
                .put("user", outcome.userId())
                .put("kind", outcome.kind().id())
                .put("time", text(outcome.timeMillis()))
                .put("value", outcome.value());
        return SinkRecord.of(Topics.OUTCOMES, utf8(outcome.userId()), bytes(node), outcome.timeMillis());
    }

    /**
     * An outcome.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong
     */
    public static Outcome outcome(byte[] json) {
        JsonNode node = node(json);
        return new Outcome(
                required(node, "decision").asText(),
                required(node, "user").asText(),
                Outcome.Kind.of(required(node, "kind").asText()),
                millis(node, "time"),
                node.path("value").asDouble());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
