package io.leeway.decisions.pricing;

import static java.util.Objects.requireNonNull;

/**
 * A category in a week.
 *
 * @param week weeks of seven days since 1970-01-01
 * @param logLevel the logarithm of its price level, relative to the same category in other weeks
 * @param views how often its items were looked at
 * @param purchases how many lines of it were bought
 */
public record PriceCell(String category, long week, double logLevel, double views, double purchases) {
    public PriceCell {
        requireNonNull(category, "category");
    }
}
