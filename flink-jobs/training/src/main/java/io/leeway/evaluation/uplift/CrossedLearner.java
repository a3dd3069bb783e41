package io.leeway.evaluation.uplift;

import io.leeway.estimators.RidgeRegression;
import io.leeway.estimators.Standardisation;

/** The X-learner: see {@link UpliftLearner#crossed}. */
record CrossedLearner(double ridge) implements UpliftLearner {
    private static final double OF_LEVELS = 1e-3;

    @Override
    public TreatmentOutcomes fit(LoggedTreatments logged) {
        TreatmentOutcomes levels = UpliftLearner.separate(OF_LEVELS * ridge).fit(logged);
        Standardisation scale = Standardisation.of(logged.features());
        LoggedTreatments untreated = logged.given(0);
        RidgeRegression[] ofTreated = new RidgeRegression[logged.levels()];
        RidgeRegression[] ofUntreated = new RidgeRegression[logged.levels()];
        double[] share = new double[logged.levels()];
        for (int level = 1; level < logged.levels(); level++) {
            LoggedTreatments treated = logged.given(level);
            ofTreated[level] = RidgeRegression.fit(scale.apply(treated.features()), off(treated, levels, 0, 1), ridge);
            ofUntreated[level] =
                    RidgeRegression.fit(scale.apply(untreated.features()), off(untreated, levels, level, -1), ridge);
            share[level] = (double) treated.rows() / (treated.rows() + untreated.rows());
        }
        return features -> {
            double[] row = scale.apply(features);
            double[] expected = new double[logged.levels()];
            expected[0] = levels.expected(features)[0];
            for (int level = 1; level < expected.length; level++) {
                // The regression on the rarer side has learned from the better known other one.
                expected[level] = expected[0]
                        + share[level] * ofUntreated[level].value(row)
                        + (1 - share[level]) * ofTreated[level].value(row);
            }
            return expected;
        };
    }

    /** How far outcomes are from what another level would have brought. */
    private static double[] off(LoggedTreatments rows, TreatmentOutcomes levels, int other, int sign) {
        double[] off = new double[rows.rows()];
        for (int row = 0; row < off.length; row++) {
            off[row] = sign * (rows.outcomes()[row] - levels.expected(rows.features()[row])[other]);
        }
        return off;
    }
}
