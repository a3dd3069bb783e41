package io.leeway.estimators;

import java.util.Arrays;

/**
 * The population stability index of two samples in [0, 1]: Σ (p − q) ln (p / q) over ten groups
 * that hold a tenth of the reference each. It is the symmetrised Kullback–Leibler divergence; two
 * samples of one distribution have (groups − 1)(1/n + 1/m) on average (B. Yurdakul, J. Naranjo,
 * "Statistical properties of the population stability index", 2020), which is taken off, so that
 * few users do not look like a change.
 */
public final class StabilityIndex {
    /** Fine bins, from which the groups are made when all is counted. */
    public static final int BINS = 200;

    private static final int GROUPS = 10;

    private StabilityIndex() {}

    /** The bin of a value; what is outside [0, 1] counts at its end. */
    public static int bin(double value) {
        return (int) Math.max(0, Math.min(BINS - 1, value * BINS));
    }

    /** The index of counts by bin, less what chance alone gives on average. */
    public static double of(long[] reference, long[] sample) {
        double n = Arrays.stream(reference).sum();
        double m = Arrays.stream(sample).sum();
        double index = 0;
        int groups = 0;
        long inReference = 0;
        long inSample = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            inReference += reference[bin];
            inSample += sample[bin];
            boolean last = bin == reference.length - 1;
            if (last || inReference * GROUPS >= n) {
                // Half a user more in each group: an empty one would make the index infinite.
                double p = (inReference + 0.5) / (n + 0.5 * GROUPS);
                double q = (inSample + 0.5) / (m + 0.5 * GROUPS);
                index += (p - q) * Math.log(p / q);
                groups++;
                inReference = 0;
                inSample = 0;
            }
        }
        return index - (groups - 1) * (1 / n + 1 / m);
    }
}
