package io.leeway.evaluation.uplift;

import io.leeway.estimators.RidgeRegression;
import io.leeway.estimators.Standardisation;
import java.util.Arrays;

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
    private static final int PARTS = 2;

    /**
     * Learns with regressions of each level inside, cross-fitted on two halves.
     *
     * @param ridge of the effects: the larger, the more everybody gets the average effect
     */
    public static UpliftLearner learner(double ridge, long seed) {
        return logged -> {
            DoublyRobust robust = DoublyRobust.of(logged, UpliftLearner.separate(OF_REGRESSIONS), PARTS, seed);
            Standardisation scale = Standardisation.of(logged.features());
            RidgeRegression[] fitted = RidgeRegression.fit(scale.apply(logged.features()), robust.scores(), ridge);
            return new UpliftModel(
                    scale, Arrays.stream(fitted).map(RidgeRegression::weights).toArray(double[][]::new));
        };
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
