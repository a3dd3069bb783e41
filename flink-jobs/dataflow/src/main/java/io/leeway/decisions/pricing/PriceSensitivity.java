package io.leeway.decisions.pricing;

import static java.util.Objects.requireNonNull;

/**
 * How a category's demand answers to its price.
 *
 * @param weeks weeks in which it was looked at
 * @param purchases lines bought in them
 * @param raw the elasticity by the category alone; NaN where its price never moved
 * @param standardError of {@code raw}; infinite where its price never moved
 * @param elasticity drawn towards the other categories' the more, the less certain {@code raw} is:
 *     a price that is 1 % higher changes what is bought by so many per cent
 * @param deviation the standard deviation of what {@code elasticity} may be
 */
public record PriceSensitivity(
        String category,
        int weeks,
        double purchases,
        double raw,
        double standardError,
        double elasticity,
        double deviation) {
    private static final double NORMAL_975 = 1.959964;

    public PriceSensitivity {
        requireNonNull(category, "category");
    }

    /** The lower end of the 95 % interval of {@link #elasticity}. */
    public double low() {
        return elasticity - NORMAL_975 * deviation;
    }

    /** The upper end of it. */
    public double high() {
        return elasticity + NORMAL_975 * deviation;
    }
}
