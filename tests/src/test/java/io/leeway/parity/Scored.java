package io.leeway.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

/**
 * What a run said, as parity compares it.
 *
 * @param head what has to be the same to the letter: user, as-of time, triggers, model, version, digest, the features' hash, backfill or not
 * @param figures what has to be the same within the tolerance; lists in order of size, for near-equal ones may change places
 */
record Scored(String head, List<Double> figures) {

    static Scored of(JsonNode json) {
        List<String> head = new ArrayList<>();
        for (String field : List.of("user", "asOf", "triggers", "model", "version", "digest", "features", "backfill")) {
            head.add(json.required(field).toString());
        }
        List<Double> figures = new ArrayList<>();
        if (json.has("probability")) {
            figures.add(json.get("probability").asDouble());
        } else {
            figures.add(json.required("drift").asDouble());
            append(figures, json.required("from"), "change");
            append(figures, json.required("to"), "change");
            append(figures, json.required("next"), "probability");
        }
        return new Scored(String.join(" ", head), List.copyOf(figures));
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
