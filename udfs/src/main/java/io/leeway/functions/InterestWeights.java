package io.leeway.functions;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.jspecify.annotations.Nullable;

/**
 * The state of {@link InterestProfile}: decayed weights as of the latest time seen. Fields are
 * public because Flink stores them.
 *
 * <p>Taking back subtracts what the weight has decayed to; a category all of whose rows are taken
 * back is gone, without a rest of rounding. When a {@value #CATEGORIES}th and one more category
 * comes, the one of the smallest weight goes, and what was in it: taking its rows back later leaves
 * a weight below 0, which is not reported and is the next to go.
 */
public final class InterestWeights {
    public static final int CATEGORIES = 256;

    private static final int REPORTED = 16;
    private static final long NOTHING = Long.MIN_VALUE;

    public Map<String, Double> weights = new HashMap<>();
    public Map<String, Long> counts = new HashMap<>();
    public long asOfMillis = NOTHING;
    public double halfLifeMillis = 1;

    /** Adds a weight as often as {@code times} says, below 0 to take it back. */
    void change(String category, double weight, long timeMillis, double halfLife, int times) {
        halfLifeMillis = halfLife;
        decayTo(timeMillis);
        put(category, times * weight * decay(timeMillis - asOfMillis), times);
        trim();
    }

    void add(InterestWeights other) {
        if (other.asOfMillis == NOTHING) {
            return;
        }
        halfLifeMillis = other.halfLifeMillis;
        decayTo(other.asOfMillis);
        double decay = decay(other.asOfMillis - asOfMillis);
        other.weights.forEach(
                (category, weight) -> put(category, weight * decay, other.counts.getOrDefault(category, 0L)));
        trim();
    }

    /** What the shopper cares for, by falling share, then name; null where there is nothing. */
    @Nullable
    ArrayData shares() {
        List<Map.Entry<String, Double>> largest = weights.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(REPORTED)
                .toList();
        double sum = largest.stream().mapToDouble(Map.Entry::getValue).sum();
        return largest.isEmpty()
                ? null
                : new GenericArrayData(largest.stream()
                        .map(entry -> GenericRowData.of(StringData.fromString(entry.getKey()), entry.getValue() / sum))
                        .toArray());
    }

    private void decayTo(long timeMillis) {
        if (asOfMillis == NOTHING) {
            asOfMillis = timeMillis;
        } else if (timeMillis > asOfMillis) {
            double decay = decay(asOfMillis - timeMillis);
            weights.replaceAll((category, weight) -> weight * decay);
            asOfMillis = timeMillis;
        }
    }

    private double decay(long millis) {
        return Math.exp(millis / halfLifeMillis * Math.log(2));
    }

    private void put(String category, double weight, long times) {
        long count = counts.getOrDefault(category, 0L) + times;
        if (count == 0) {
            counts.remove(category);
            weights.remove(category);
        } else {
            counts.put(category, count);
            weights.put(category, weights.getOrDefault(category, 0.0) + weight);
        }
    }

    private void trim() {
        if (weights.isEmpty()) {
            asOfMillis = NOTHING;
        }
        while (weights.size() > CATEGORIES) {
            String least = weights.entrySet().stream()
                    .min(Map.Entry.<String, Double>comparingByValue()
                            .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                    .orElseThrow()
                    .getKey();
            weights.remove(least);
            counts.remove(least);
        }
    }
}
