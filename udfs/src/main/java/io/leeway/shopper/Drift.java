package io.leeway.shopper;

import java.util.Arrays;

/**
 * How far a predicted interest is from the long-term one, and which categories lose and gain.
 *
 * <p>The distance is Jensen–Shannon's, base 2: the square root of the divergence, a metric in [0,
 * 1] (Endres and Schindelin 2003, doi:10.1109/TIT.2003.813506).
 *
 * @param distance in [0, 1]; 0 where no long-term interest is known
 * @param from ids of the categories that lose most
 * @param fromChanges their changes as shares of the whole interest, negative
 * @param to ids of the categories that gain most
 * @param toChanges their changes
 */
@SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
public record Drift(double distance, int[] from, float[] fromChanges, int[] to, float[] toChanges) {
    private static final int CHANGES = 3;

    /** A change below this is none: float32 sums are not exact beyond it. */
    private static final double LEAST = 1e-4;

    private static final double LOG_OF_2 = Math.log(2);
    private static final int[] NO_IDS = {};
    private static final float[] NO_CHANGES = {};

    /** Compares two distributions over the same ids; the long-term one may be all 0. */
    public static Drift between(double[] longTerm, double[] predicted) {
        double divergence = 0;
        boolean known = false;
        for (int i = 0; i < longTerm.length; i++) {
            if (longTerm[i] <= 0) {
                // All but a few: the middle is half of what is predicted, and the logarithm of two
                // is one.
                divergence += predicted[i] / 2;
            } else {
                known = true;
                double middle = (longTerm[i] + predicted[i]) / 2;
                divergence += (relative(longTerm[i], middle) + relative(predicted[i], middle)) / 2;
            }
        }
        if (!known) {
            return new Drift(0, NO_IDS, NO_CHANGES, NO_IDS, NO_CHANGES);
        }
        int[] from = changed(longTerm, predicted, -1);
        int[] to = changed(longTerm, predicted, 1);
        return new Drift(
                Math.sqrt(Math.min(1, Math.max(0, divergence))),
                from,
                changes(from, longTerm, predicted),
                to,
                changes(to, longTerm, predicted));
    }

    /** The categories with the largest changes of one sign, largest first. */
    private static int[] changed(double[] longTerm, double[] predicted, int sign) {
        int[] ids = LargestValues.of(0, longTerm.length, CHANGES, i -> sign * (predicted[i] - longTerm[i]));
        int size = ids.length;
        while (size > 0 && sign * (predicted[ids[size - 1]] - longTerm[ids[size - 1]]) <= LEAST) {
            size--;
        }
        return size == ids.length ? ids : Arrays.copyOf(ids, size);
    }

    private static float[] changes(int[] ids, double[] longTerm, double[] predicted) {
        float[] changes = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            changes[i] = (float) (predicted[ids[i]] - longTerm[ids[i]]);
        }
        return changes;
    }

    private static double relative(double share, double middle) {
        return share <= 0 ? 0 : share * Math.log(share / middle) / LOG_OF_2;
    }
}
