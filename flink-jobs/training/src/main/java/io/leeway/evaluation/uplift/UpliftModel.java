package io.leeway.evaluation.uplift;

import io.leeway.estimators.RidgeRegression;
import io.leeway.estimators.Standardisation;

/**
 * What comes of every level of treatment as a linear function of the features: the doubly robust
 * learner (Kennedy 2023), a ridge regression of doubly robust scores. The effect of a level is
 * right on average, and in order along the features, where the logged propensities are right,
 * whatever the regressions inside it got wrong. It serves as a few numbers.
 *
 * @param weights of each level, one a feature on that scale, then the intercept
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record UpliftModel(Standardisation scale, double[][] weights) implements TreatmentOutcomes {
    private static final double OF_REGRESSIONS = 1e-2;
    private static final double RIDGE = 0.1;
    private static final int PARTS = 2;

    /**
     * Learns with the defaults: regressions of each level inside, cross-fitted on two halves, and a
     * ridge of 0.1.
     *
     * @param features known before the treatment
     * @param treatments the level given, 0 for nothing
     * @param propensities of the level that was given
     * @param levels how many levels there are, each given to a row at least four times
     */
    public static UpliftModel fit(
            double[][] features, int[] treatments, double[] outcomes, double[] propensities, int levels) {
        return fit(new LoggedTreatments(features, treatments, outcomes, propensities, levels), RIDGE, 1);
    }

    /**
     * Learns.
     *
     * @param ridge of the effects: the larger, the more everybody gets the average effect
     * @param seed of the split into halves
     */
    public static UpliftModel fit(LoggedTreatments logged, double ridge, long seed) {
        return fit(logged, DoublyRobust.of(logged, UpliftLearner.separate(OF_REGRESSIONS), PARTS, seed), ridge);
    }

    /** Learns from scores that are there already. */
    public static UpliftModel fit(LoggedTreatments logged, DoublyRobust robust, double ridge) {
        Standardisation scale = Standardisation.of(logged.features());
        RidgeRegression[] fitted = RidgeRegression.fit(scale.apply(logged.features()), robust.scores(), ridge);
        double[][] weights = new double[fitted.length][];
        for (int level = 0; level < weights.length; level++) {
            weights[level] = fitted[level].weights();
        }
        return new UpliftModel(scale, weights);
    }

    public static UpliftLearner learner(double ridge, long seed) {
        return logged -> fit(logged, ridge, seed);
    }

    @Override
    public double[] expected(double[] features) {
        double[] row = scale.apply(features);
        double[] expected = new double[weights.length];
        for (int level = 0; level < expected.length; level++) {
            expected[level] = new RidgeRegression(weights[level]).value(row);
        }
        return expected;
    }
}
