package io.leeway.cli.scores;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads scores from the JSON of the score topics and files. Thread-safe. */
public final class PublishedScoreJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PublishedScoreJson() {}

    /**
     * The score in a record's value or a file's line, UTF-8: a churn score when it has a
     * {@code probability}, an interest score when it has a {@code drift}.
     *
     * @throws IllegalArgumentException when it is neither, or a field is missing
     */
    public static PublishedScore parse(byte[] json) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("Expected a score as a JSON object, found: " + e.getMessage(), e);
        }
        if (node.has("probability")) {
            return new PublishedChurnScore(head(node), number(node, "probability"), reasons(node));
        }
        return new PublishedInterestScore(
                head(node),
                number(node, "drift"),
                categories(node, "from", "change"),
                categories(node, "to", "change"),
                categories(node, "next", "probability"),
                reasons(node));
    }

    private static PublishedScore.Head head(JsonNode node) {
        List<String> triggers = new ArrayList<>(2);
        field(node, "triggers").forEach(trigger -> triggers.add(trigger.asText()));
        return new PublishedScore.Head(
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

    private static List<PublishedScore.Why> reasons(JsonNode node) {
        List<PublishedScore.Why> reasons = new ArrayList<>();
        // Absent in scores that got none, and from before there were any.
        for (JsonNode reason : node.path("reasons")) {
            reasons.add(new PublishedScore.Why(
                    text(reason, "code"), text(reason, "words"), number(reason, "contribution")));
        }
        return reasons;
    }

    private static List<PublishedScore.Category> categories(JsonNode node, String name, String figure) {
        List<PublishedScore.Category> categories = new ArrayList<>();
        for (JsonNode entry : field(node, name)) {
            categories.add(new PublishedScore.Category(text(entry, "category"), number(entry, figure)));
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
