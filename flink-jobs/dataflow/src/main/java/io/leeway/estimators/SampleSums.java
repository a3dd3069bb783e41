package io.leeway.estimators;

/**
 * Rows, their sum and the sum of their squares: a mean with its interval, and by
 * {@link Estimate#less} the difference of two groups (Welch 1947, with the normal distribution for
 * Student's: groups are large). Not thread-safe.
 *
 * @param cells {@link #LENGTH} numbers, which this changes; begin with noughts
 */
public record SampleSums(double[] cells) {
    public static final int LENGTH = 3;

    public SampleSums() {
        this(new double[LENGTH]);
    }

    public void add(double value) {
        double rounded = ExactSums.rounded(value);
        cells[0]++;
        cells[1] += rounded;
        cells[2] += ExactSums.rounded(rounded * rounded);
    }

    public double rows() {
        return cells[0];
    }

    /** The mean; NaN of fewer than two rows. */
    public Estimate mean() {
        double rows = cells[0];
        if (rows < 2) {
            return new Estimate(Double.NaN, Double.NaN);
        }
        double mean = cells[1] / rows;
        double variance = Math.max(0, cells[2] - rows * mean * mean) / (rows - 1);
        return new Estimate(mean, StrictMath.sqrt(variance / rows));
    }
}
