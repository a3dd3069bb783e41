package io.leeway.evaluation;

import static java.util.Objects.requireNonNull;

/**
 * What is measured.
 *
 * @param name as in reports: {@code auc}, {@code hr@10}
 * @param higherIsBetter which way is good; of a loss or an error, lower is
 */
public record Figure(String name, boolean higherIsBetter) {
    public Figure {
        requireNonNull(name, "name");
    }

    /** A figure of which more is better. */
    public static Figure gain(String name) {
        return new Figure(name, true);
    }

    /** A figure of which less is better. */
    public static Figure loss(String name) {
        return new Figure(name, false);
    }
}
