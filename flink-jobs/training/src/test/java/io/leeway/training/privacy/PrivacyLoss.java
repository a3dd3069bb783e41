package io.leeway.training.privacy;

import java.util.function.DoubleUnaryOperator;

/**
 * The slow way to ε: the distribution of the privacy loss of the sampled Gaussian mechanism on a
 * grid, by numeric integration, convolved with itself, and the hockey-stick divergence of that.
 * Losses are rounded up for a bound from above, down for one from below; the truth lies between.
 */
final class PrivacyLoss {
    private static final double CELL = 0.002;
    private static final int LOWEST = -2000;
    private static final int HIGHEST = 4000;
    private static final int POINTS = 400_000;

    /** Of losses {@code (LOWEST + i) * CELL}; beyond the highest, {@link #beyond}. */
    private final double[] masses;

    private final double beyond;

    private PrivacyLoss(double[] masses, double beyond) {
        this.masses = masses;
        this.beyond = beyond;
    }

    /**
     * The ε of 2^{@code doublings} steps, the worse of adding and removing a shopper.
     *
     * @param up whether from above
     */
    static double epsilon(double rate, double noise, int doublings, double delta, boolean up) {
        double worst = 0;
        for (boolean adds : new boolean[] {true, false}) {
            PrivacyLoss loss = ofOne(rate, noise, adds, up);
            for (int i = 0; i < doublings; i++) {
                loss = loss.twice(up);
            }
            worst = Math.max(worst, loss.epsilon(delta));
        }
        return worst;
    }

    /** The ε of one step by the divergence itself: no grid of losses. */
    static double epsilonOfOne(double rate, double noise, double delta) {
        double worst = 0;
        for (boolean adds : new boolean[] {true, false}) {
            worst = Math.max(
                    worst,
                    least(
                            delta,
                            epsilon -> integrate(rate, noise, adds, (mass, loss) -> {
                                return loss > epsilon ? mass * -Math.expm1(epsilon - loss) : 0;
                            })));
        }
        return worst;
    }

    private interface Part {
        double of(double mass, double loss);
    }

    /** Over outcomes z by the distribution with the shopper, or the one without. */
    private static double integrate(double rate, double noise, boolean adds, Part part) {
        double from = -12 * noise;
        double step = (1 + 24 * noise) / POINTS;
        double sum = 0;
        for (int i = 0; i < POINTS; i++) {
            double z = from + (i + 0.5) * step;
            double without = step * Math.exp(-z * z / (2 * noise * noise)) / (noise * Math.sqrt(2 * Math.PI));
            double ratio = 1 - rate + rate * Math.exp((2 * z - 1) / (2 * noise * noise));
            sum += adds ? part.of(without * ratio, Math.log(ratio)) : part.of(without, -Math.log(ratio));
        }
        return sum;
    }

    private static PrivacyLoss ofOne(double rate, double noise, boolean adds, boolean up) {
        double[] masses = new double[HIGHEST - LOWEST + 1];
        double beyond = integrate(rate, noise, adds, (mass, loss) -> {
            double cell = (up ? Math.ceil(loss / CELL) : Math.floor(loss / CELL)) - LOWEST;
            return put(masses, cell, mass, up);
        });
        return new PrivacyLoss(masses, beyond);
    }

    private PrivacyLoss twice(boolean up) {
        double[] sums = new double[masses.length];
        double more = 0;
        for (int i = 0; i < masses.length; i++) {
            for (int j = 0; j < masses.length && masses[i] > 0; j++) {
                int cell = i + j + LOWEST;
                if (cell >= 0 && cell < sums.length) {
                    sums[cell] += masses[i] * masses[j];
                } else {
                    more += put(sums, cell, masses[i] * masses[j], up);
                }
            }
        }
        return new PrivacyLoss(sums, more + 1 - (1 - beyond) * (1 - beyond));
    }

    /** Adds to a cell, or gives back what lies beyond the highest. */
    private static double put(double[] masses, double cell, double mass, boolean up) {
        if (cell >= masses.length) {
            if (up) {
                return mass;
            }
            masses[masses.length - 1] += mass;
        } else if (cell >= 0) {
            masses[(int) cell] += mass;
        } else if (up) {
            masses[0] += mass;
        }
        return 0;
    }

    private double epsilon(double delta) {
        return least(delta, epsilon -> {
            double sum = beyond;
            for (int i = 0; i < masses.length; i++) {
                double loss = (LOWEST + i) * CELL;
                sum += loss > epsilon ? masses[i] * -Math.expm1(epsilon - loss) : 0;
            }
            return sum;
        });
    }

    private static double least(double delta, DoubleUnaryOperator deltaOf) {
        double low = 0;
        double high = HIGHEST * CELL;
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            if (deltaOf.applyAsDouble(middle) > delta) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
