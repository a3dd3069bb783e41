package io.leeway.evaluation.uplift;

/** What is expected to come of every level of treatment, given a row's features. */
@FunctionalInterface
public interface TreatmentOutcomes {
    double[] expected(double[] features);

    /** How much more is expected of a level than of level 0. */
    default double uplift(double[] features, int level) {
        double[] expected = expected(features);
        return expected[level] - expected[0];
    }
}
