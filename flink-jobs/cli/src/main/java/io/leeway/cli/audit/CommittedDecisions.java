package io.leeway.cli.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.console.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The decisions of one topic, as they were committed and as an undisturbed run of the same job over
 * the same topics makes them. Not thread-safe.
 */
final class CommittedDecisions {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonNode> committed = new HashMap<>();
    private final Map<String, JsonNode> expected;
    private long doubled;

    private CommittedDecisions(Map<String, JsonNode> expected) {
        this.expected = expected;
    }

    /**
     * With those that a replay left in a folder of the topic's name.
     *
     * @throws UserError when a line is no decision
     */
    static CommittedDecisions beside(Path folder, String topic) {
        Map<String, JsonNode> expected = new HashMap<>();
        ExpectedScores.lines(folder.resolve(topic), line -> {
            JsonNode decision = parsed(line.getBytes(UTF_8));
            expected.put(id(decision), decision);
        });
        return new CommittedDecisions(expected);
    }

    /** A committed record's value. */
    void add(byte[] value) {
        JsonNode decision = parsed(value);
        doubled += committed.put(id(decision), decision) == null ? 0 : 1;
    }

    AuditReport.DecisionCounts counts() {
        // Where nothing was committed yet, all is still to come.
        Instant newest = newest(committed).orElse(Instant.MIN);
        List<JsonNode> missing = expected.values().stream()
                .filter(decision -> !committed.containsKey(id(decision)))
                .toList();
        List<String> lost = missing.stream()
                .filter(decision -> !asOf(decision).isAfter(newest))
                .map(CommittedDecisions::id)
                .toList();
        Instant last = newest(expected).orElse(Instant.MAX);
        List<String> unexpected = committed.values().stream()
                .filter(decision ->
                        !expected.containsKey(id(decision)) && !asOf(decision).isAfter(last))
                .map(CommittedDecisions::id)
                .toList();
        List<String> differing = committed.entrySet().stream()
                .filter(made -> !agree(made.getValue(), expected.getOrDefault(made.getKey(), made.getValue())))
                .map(Map.Entry::getKey)
                .toList();
        String example = List.of(lost, unexpected, differing).stream()
                .flatMap(List::stream)
                .findFirst()
                .orElse("");
        return new AuditReport.DecisionCounts(
                expected.size(),
                committed.size(),
                lost.size(),
                (long) missing.size() - lost.size(),
                doubled,
                unexpected.size(),
                differing.size(),
                example);
    }

    private static Optional<Instant> newest(Map<String, JsonNode> decisions) {
        return decisions.values().stream().map(CommittedDecisions::asOf).max(Comparator.naturalOrder());
    }

    private static JsonNode parsed(byte[] value) {
        try {
            JsonNode decision = JSON.readTree(value);
            if (decision.path("id").isTextual() && decision.path("asOf").isTextual()) {
                return decision;
            }
            throw new IllegalArgumentException("Expected a decision with id and asOf, found " + decision);
        } catch (IOException e) {
            throw new IllegalArgumentException("Expected a decision as a JSON object, found " + e.getMessage(), e);
        }
    }

    private static String id(JsonNode decision) {
        return decision.path("id").asText();
    }

    private static Instant asOf(JsonNode decision) {
        return Instant.parse(decision.path("asOf").asText());
    }

    private static boolean agree(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return Math.abs(one.asDouble() - other.asDouble()) <= CommittedScores.TOLERANCE;
        }
        if (!one.isContainerNode() || !other.isContainerNode() || one.size() != other.size()) {
            return one.equals(other);
        }
        if (one.isArray()) {
            Iterator<JsonNode> others = other.elements();
            for (JsonNode element : one) {
                if (!agree(element, others.next())) {
                    return false;
                }
            }
            return true;
        }
        return one.properties().stream()
                .allMatch(field -> other.has(field.getKey()) && agree(field.getValue(), other.path(field.getKey())));
    }
}
