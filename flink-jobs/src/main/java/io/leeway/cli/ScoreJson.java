package io.leeway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads scores from the JSON of the score topics and files. Thread-safe. */
final class ScoreJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ScoreJson() {}

    /**
     * The score in a record's value or a file's line, UTF-8: a churn score when it has a {@code probability}, an interest score when it has a {@code drift}.
     *
     * @throws IllegalArgumentException when it is neither, or a field is missing
     */
    static Score parse(byte[] json) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("Expected a score as a JSON object, found: " + e.getMessage(), e);
        }
        if (node.has("probability")) {
            return new ChurnScore(head(node), number(node, "probability"), reasons(node));
        }
        return new InterestScore(
                head(node),
                number(node, "drift"),
                categories(node, "from", "change"),
                categories(node, "to", "change"),
                categories(node, "next", "probability"),
                reasons(node));
    }

    private static Score.Head head(JsonNode node) {
        List<String> triggers = new ArrayList<>(2);
        field(node, "triggers").forEach(trigger -> triggers.add(trigger.asText()));
        return new Score.Head(
                text(node, "id"),
                text(node, "user"),
                instant(node),
                triggers,
                text(node, "model"),
                field(node, "version").asLong(),
                text(node, "digest"),
                text(node, "features"),
                field(node, "backfill").asBoolean());
    }

    private static Instant instant(JsonNode node) {
        try {
            return Instant.parse(text(node, "asOf"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("Expected an instant in the field asOf, found " + text(node, "asOf"), e);
        }
    }

    private static List<Score.Why> reasons(JsonNode node) {
        List<Score.Why> reasons = new ArrayList<>();
        // Absent in scores that got none, and from before there were any.
        for (JsonNode reason : node.path("reasons")) {
            reasons.add(new Score.Why(text(reason, "code"), text(reason, "words"), number(reason, "contribution")));
        }
        return reasons;
    }

    private static List<Score.Category> categories(JsonNode node, String name, String figure) {
        List<Score.Category> categories = new ArrayList<>();
        for (JsonNode entry : field(node, name)) {
            categories.add(new Score.Category(text(entry, "category"), number(entry, figure)));
        }
        return categories;
    }

    private static double number(JsonNode node, String name) {
        JsonNode field = field(node, name);
        if (!field.isNumber()) {
            throw new IllegalArgumentException("Expected a number in the field " + name + ", found " + field);
        }
        return field.doubleValue();
    }

    private static String text(JsonNode node, String name) {
        return field(node, name).asText();
    }

    private static JsonNode field(JsonNode node, String name) {
        JsonNode field = node.get(name);
        if (field == null || field.isNull()) {
            throw new IllegalArgumentException("Expected a score with the field " + name + ", found none in " + node);
        }
        return field;
    }
}
