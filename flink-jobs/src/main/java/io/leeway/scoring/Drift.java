package io.leeway.scoring;

import java.util.Arrays;
import java.util.List;

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
            if (longTerm[i] <= 0) {
                // All but a few: the middle is half of what is predicted, and the logarithm of two is one.
                divergence += predicted[i] / 2;
            } else {
                double middle = (longTerm[i] + predicted[i]) / 2;
                divergence += (relative(longTerm[i], middle) + relative(predicted[i], middle)) / 2;
            }
        }
        double distance = Math.sqrt(Math.min(1, Math.max(0, divergence)));
        List<Change> from = largest(longTerm, predicted, -1);
        List<Change> to = largest(longTerm, predicted, 1);
        return new Drift(distance, from, to);
    }

    /** The largest changes of one sign. */
    private static List<Change> largest(double[] longTerm, double[] predicted, int sign) {
        int[] indices = Largest.of(0, longTerm.length, CHANGES, i -> sign * (predicted[i] - longTerm[i]));
        return Arrays.stream(indices)
                .mapToObj(i -> new Change(i, predicted[i] - longTerm[i]))
                .filter(change -> sign * change.change() > LEAST)
                .toList();
    }

    private static double relative(double share, double middle) {
        return share <= 0 ? 0 : share * Math.log(share / middle) / Math.log(2);
    }
}
