package io.leeway.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

/**
 * What a run said, as parity compares it.
 *
 * @param head what has to be the same to the letter
 * @param figures what has to be the same within the tolerance; lists in order of size, for near-equal ones may change places
 */
record Scored(Head head, List<Double> figures) {

    /** Whom a score is about, why, and by what; {@code features} is the hash of what the model saw. */
    record Head(
            String user,
            Instant asOf,
            List<String> triggers,
            String model,
            long version,
            String digest,
            String features,
            boolean backfill) {

        /** Without what tables have no column for. */
        Head withoutHashes() {
            return new Head(user, asOf, triggers, model, version, "", "", backfill);
        }
    }

    static Scored of(JsonNode json) {
        List<String> triggers = new ArrayList<>();
        json.required("triggers").forEach(trigger -> triggers.add(trigger.asText()));
        Head head = new Head(
                json.required("user").asText(),
                Instant.parse(json.required("asOf").asText()),
                triggers,
                json.required("model").asText(),
                json.required("version").asLong(),
                json.required("digest").asText(),
                json.required("features").asText(),
                json.required("backfill").asBoolean());
        List<Double> figures = new ArrayList<>();
        if (json.has("probability")) {
            figures.add(json.get("probability").asDouble());
        } else {
            figures.add(json.required("drift").asDouble());
            append(figures, json.required("from"), "change");
            append(figures, json.required("to"), "change");
            append(figures, json.required("next"), "probability");
        }
        return new Scored(head, List.copyOf(figures));
    }

    private static void append(List<Double> figures, JsonNode categories, String field) {
        figures.add((double) categories.size());
        DoubleStream numbers = StreamSupport.stream(categories.spliterator(), false)
                .mapToDouble(category -> category.required(field).asDouble());
        numbers.sorted().forEach(figures::add);
    }

    /** The largest difference of any figure; infinite where they are not even as many, or one is not a number. */
    double distance(Scored other) {
        if (figures.size() != other.figures.size()) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        for (int i = 0; i < figures.size(); i++) {
            double difference = Math.abs(figures.get(i) - other.figures.get(i));
            if (Double.isNaN(difference)) {
                return Double.POSITIVE_INFINITY;
            }
            largest = Math.max(largest, difference);
        }
        return largest;
    }
}
