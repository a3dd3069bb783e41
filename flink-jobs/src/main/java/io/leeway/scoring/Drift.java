package io.leeway.scoring;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far a predicted interest is from the long-term one, and which categories lose and gain.
 *
 * <p>The distance is Jensen–Shannon's, base 2: the square root of the divergence, a metric in [0, 1] (Endres and Schindelin 2003, doi:10.1109/TIT.2003.813506).
 *
 * @param distance in [0, 1]; 0 where no long-term interest is known
 * @param from categories that lose most, and their changes, negative
 * @param to categories that gain most, and their changes
 */
record Drift(double distance, List<Change> from, List<Change> to) {
    private static final int CHANGES = 3;

    /** A change below this is none: float32 sums are not exact beyond it. */
    private static final double LEAST = 1e-4;

    /** One category's change, as a share of the whole interest. */
    record Change(int category, double change) {}

    /**
     * Compares two distributions over the same ids.
     *
     * @param longTerm non-negative, summing to 1, or all 0
     * @param predicted non-negative, summing to 1
     */
    static Drift between(double[] longTerm, double[] predicted) {
        if (Arrays.stream(longTerm).sum() <= 0) {
            return new Drift(0, List.of(), List.of());
        }
        double divergence = 0;
        for (int i = 0; i < longTerm.length; i++) {
            double middle = (longTerm[i] + predicted[i]) / 2;
            divergence += (relative(longTerm[i], middle) + relative(predicted[i], middle)) / 2;
        }
        double distance = Math.sqrt(Math.min(1, Math.max(0, divergence)));
        Comparator<Change> byChange = Comparator.comparingDouble(Change::change).thenComparingInt(Change::category);
        List<Change> changes = IntStream.range(0, longTerm.length)
                .mapToObj(i -> new Change(i, predicted[i] - longTerm[i]))
                .filter(change -> Math.abs(change.change()) > LEAST)
                .sorted(byChange)
                .toList();
        List<Change> from = changes.stream()
                .filter(change -> change.change() < 0)
                .limit(CHANGES)
                .toList();
        List<Change> to = changes.stream()
                .filter(change -> change.change() > 0)
                .sorted(Comparator.comparingDouble(Change::change).reversed().thenComparingInt(Change::category))
                .limit(CHANGES)
                .toList();
        return new Drift(distance, from, to);
    }

    private static double relative(double share, double middle) {
        return share <= 0 ? 0 : share * Math.log(share / middle) / Math.log(2);
    }
}
