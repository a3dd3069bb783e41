package io.leeway.estimators;

/**
 * An estimate with its 95 % interval by the normal approximation; NaN where there are too few rows.
 */
public record Estimate(double value, double deviation) {
    private static final double NORMAL = 1.959963984540054;

    public double low() {
        return value - NORMAL * deviation;
    }

    public double high() {
        return value + NORMAL * deviation;
    }

    /** How much lower the other is; the two must not share rows. */
    public Estimate less(Estimate other) {
        return new Estimate(value - other.value, StrictMath.hypot(deviation, other.deviation));
    }
}
