package io.leeway.records;

/**
 * A decision with what other policies would have done in its place, as far as the decider had it.
 *
 * @param targets names of other policies
 * @param targetPropensities beside {@code targets}: the probability with which each would have
 *     chosen the same action
 * @param targetPredictions beside {@code targets}: the mean outcome that the model predicted for
 *     each; NaN without a prediction
 */
public record LoggedDecision(
        Decision decision, String[] targets, double[] targetPropensities, double[] targetPredictions) {

    public LoggedDecision {
        if (targets.length != targetPropensities.length || targets.length != targetPredictions.length) {
            throw new IllegalArgumentException("Expected a propensity and a prediction of each target, found "
                    + targets.length + ", " + targetPropensities.length + " and " + targetPredictions.length);
        }
    }
}
