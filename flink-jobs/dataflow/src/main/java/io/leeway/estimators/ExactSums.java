package io.leeway.estimators;

/**
 * Sums that do not depend on the order of what is added: each number is first rounded to a multiple
 * of 2⁻²⁰, and such sums are exact up to 8·10⁹. A replay adds in another order and must come to the
 * same figures.
 */
final class ExactSums {
    private static final double QUANTUM = 0x1.0p-20;

    private ExactSums() {}

    /** The multiple of 2⁻²⁰ that is nearest. */
    static double rounded(double value) {
        return StrictMath.rint(value / QUANTUM) * QUANTUM;
    }
}
