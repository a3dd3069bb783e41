package io.leeway.records;

/**
 * A feature vector and what happened after its as-of time.
 *
 * @param features as of the instant that a live score would have been asked for
 * @param returned whether the shopper came back within the churn horizon after it: 1 or 0; −1 where
 *     history ends before the horizon does
 * @param nextCategories category names of the activities within the interest horizon after it, in
 *     order, repeated as often as they came; empty where there were none
 * @param nextWeights the interest gain of each of them
 * @param interestKnown whether history reaches to the end of the interest horizon
 */
public record TrainingExample(
        FeatureVector features, int returned, String[] nextCategories, float[] nextWeights, boolean interestKnown) {}
