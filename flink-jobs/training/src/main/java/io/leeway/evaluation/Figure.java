package io.leeway.evaluation;

/**
 * What is measured.
 *
 * @param higherIsBetter which way is good; of a loss or an error, lower is
 */
public record Figure(String name, boolean higherIsBetter) {
    public static Figure gain(String name) {
        return new Figure(name, true);
    }

    public static Figure loss(String name) {
        return new Figure(name, false);
    }
}
