package io.leeway.shopper;

import static java.util.Objects.requireNonNull;

/**
 * One reason why a score is what it is, in words that hold of the shopper.
 *
 * @param code what kind of reason, for programs: {@code silent}, {@code spend-down}; the rule book
 *     lists them
 * @param words the same for people, with its figures: {@code silent for 5 weeks}
 * @param feature the feature that backs the words, and which of its values:
 *     {@code recency.activity}
 * @param value what the words rest on, in the unit that the rule book gives
 * @param contribution what the features behind this reason add to the score beyond the baseline's,
 *     in log-odds: above 0 towards leaving
 */
public record Reason(String code, String words, String feature, double value, float contribution) {
    public Reason {
        requireNonNull(code, "code");
        requireNonNull(words, "words");
        requireNonNull(feature, "feature");
        if (!Double.isFinite(value) || !Float.isFinite(contribution)) {
            throw new IllegalArgumentException(
                    "Expected finite figures for " + code + ", found " + value + " and " + contribution);
        }
    }
}
