package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Scores against scores: the same ids, the same words, the same figures within a millionth. */
final class SavepointScores {
    private static final double TOLERANCE = 1e-6;

    private SavepointScores() {}

    static void requireSame(String what, Map<String, JsonNode> expected, Map<String, JsonNode> found) {
        assertThat(some(expected, found)).as(what + ": lost").isEmpty();
        assertThat(some(found, expected)).as(what + ": not expected").isEmpty();
        expected.forEach((id, score) -> assertThat(same(score, found.get(id)))
                .as(() -> what + ": " + found.get(id) + " against " + score)
                .isTrue());
    }

    private static String some(Map<String, JsonNode> of, Map<String, JsonNode> without) {
        return of.values().stream()
                .filter(score -> !without.containsKey(score.required("id").asText()))
                .limit(5)
                .map(JsonNode::toString)
                .collect(Collectors.joining("\n"));
    }

    static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return Math.abs(one.asDouble() - other.asDouble()) <= TOLERANCE;
        }
        if (one.isValueNode() || one.getNodeType() != other.getNodeType() || one.size() != other.size()) {
            return one.equals(other);
        }
        if (one.isArray()) {
            for (int i = 0; i < one.size(); i++) {
                if (!same(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(one.fieldNames(), 0), false)
                .allMatch(name -> other.has(name) && same(one.get(name), other.get(name)));
    }
}
