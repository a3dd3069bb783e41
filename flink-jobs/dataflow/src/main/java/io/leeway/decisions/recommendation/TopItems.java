package io.leeway.decisions.recommendation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is counted most of one key: the {@value #KEPT} heaviest items by counts that halve with
 * time, window after window. A function of each window's counts alone, in whatever order these
 * came. Not thread-safe.
 */
final class TopItems {
    /** Kept of a key; what falls behind is forgotten. */
    static final int KEPT = 200;

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Heaviest first; ties by item. */
    private Map<String, Double> weights = new LinkedHashMap<>();

    private long untilMillis = Long.MIN_VALUE;

    static TopItems of(byte @Nullable [] bytes) {
        TopItems tops = new TopItems();
        if (bytes == null) {
            return tops;
        }
        try {
            JsonNode node = JSON.readTree(bytes);
            if (node.path("format").asInt() != FORMAT) {
                throw new IllegalStateException("Expected counts in format " + FORMAT + ", found " + node.path("format")
                        + "; start this build from a savepoint that it can read");
            }
            tops.untilMillis = node.path("until").asLong();
            node.path("weights")
                    .forEach(each ->
                            tops.weights.put(each.get(0).asText(), each.get(1).asDouble()));
            return tops;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Adds a window's counts; windows come in order. */
    void add(long endMillis, Map<String, Integer> counts, long halfLifeMillis) {
        if (untilMillis != Long.MIN_VALUE) {
            double factor = StrictMath.pow(0.5, (endMillis - untilMillis) / (double) halfLifeMillis);
            weights.replaceAll((item, weight) -> weight * factor);
        }
        untilMillis = endMillis;
        counts.forEach((item, count) -> weights.merge(item, (double) count, Double::sum));
        List<Map.Entry<String, Double>> heaviest = weights.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(KEPT)
                .toList();
        weights = new LinkedHashMap<>();
        heaviest.forEach(each -> weights.put(each.getKey(), each.getValue()));
    }

    /** The end of the last window that was added. */
    long untilMillis() {
        return untilMillis;
    }

    Part answer(Lookup lookup, int most) {
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        int count = Math.min(most, weights.size());
        String[] items = weights.keySet().stream().limit(count).toArray(String[]::new);
        double[] shares = weights.values().stream()
                .limit(count)
                .mapToDouble(weight -> weight / sum)
                .toArray();
        return new Part(lookup.userId(), lookup.asOfMillis(), null, lookup.key(), items, shares);
    }

    byte[] toBytes() {
        ObjectNode node = JSON.createObjectNode().put("format", FORMAT).put("until", untilMillis);
        ArrayNode each = node.putArray("weights");
        weights.forEach((item, weight) -> each.addArray().add(item).add(weight));
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
