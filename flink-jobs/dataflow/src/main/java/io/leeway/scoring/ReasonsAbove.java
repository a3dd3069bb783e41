package io.leeway.scoring;

import java.io.Serializable;

/**
 * Which scores get reasons: those that may lead to an action. Reasons cost as much as many scores.
 *
 * @param churn probabilities from here on, this one included; 0 for all, infinity for none
 * @param drift drifts likewise
 * @param history whether scores as of a time before the seam get them too, though no action follows
 *     from the past
 */
public record ReasonsAbove(double churn, double drift, boolean history) implements Serializable {
    public static final ReasonsAbove NONE = new ReasonsAbove(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, false);

    public ReasonsAbove {
        if (!(churn >= 0 && drift >= 0)) {
            throw new IllegalArgumentException(
                    "Expected thresholds of at least 0 for reasons, found " + churn + " and " + drift);
        }
    }
}
