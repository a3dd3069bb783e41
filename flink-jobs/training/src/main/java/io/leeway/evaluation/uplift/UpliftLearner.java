package io.leeway.evaluation.uplift;

import io.leeway.estimators.LogisticRegression;
import io.leeway.estimators.RidgeRegression;
import io.leeway.estimators.Standardisation;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Learns what comes of every level of treatment from treatments that were logged. */
@FunctionalInterface
public interface UpliftLearner {
    /**
     * Learns.
     *
     * @throws IllegalArgumentException where a level was never given
     */
    TreatmentOutcomes fit(LoggedTreatments logged);

    /**
     * One regression a level (T-learner; Künzel et al. 2019): logistic where all outcomes are 0 or
     * 1, else linear.
     */
    static UpliftLearner separate(double ridge) {
        return logged -> {
            Standardisation scale = Standardisation.of(logged.features());
            boolean yesOrNo = Arrays.stream(logged.outcomes()).allMatch(outcome -> outcome == 0 || outcome == 1);
            List<ToDoubleFunction<double[]>> levels = IntStream.range(0, logged.levels())
                    .mapToObj(level -> regression(scale, logged.given(level), level, yesOrNo, ridge))
                    .toList();
            return features -> {
                double[] row = scale.apply(features);
                return levels.stream()
                        .mapToDouble(level -> level.applyAsDouble(row))
                        .toArray();
            };
        };
    }

    private static ToDoubleFunction<double[]> regression(
            Standardisation scale, LoggedTreatments given, int level, boolean yesOrNo, double ridge) {
        if (given.rows() == 0) {
            throw new IllegalArgumentException("Expected rows of every treatment, found none of level " + level);
        }
        double[][] rows = scale.apply(given.features());
        if (!yesOrNo) {
            return RidgeRegression.fit(rows, given.outcomes(), ridge)::value;
        }
        boolean[] yes = new boolean[rows.length];
        for (int row = 0; row < yes.length; row++) {
            yes[row] = given.outcomes()[row] == 1;
        }
        return LogisticRegression.fit(rows, yes, ridge)::probability;
    }

    /**
     * Regressions of how far each row's outcome is from what the other levels' regressions expect
     * of it, weighted by the propensity (X-learner; Künzel et al. 2019). Levels are held against
     * level 0.
     *
     * @param ridge of the effects' regressions; the levels' have a thousandth
     */
    static UpliftLearner crossed(double ridge) {
        return new CrossedLearner(ridge);
    }

    /**
     * One logistic regression of all levels (S-learner), in which each level moves the intercept
     * and every column's weight, and of which columns and their products predict what comes without
     * treatment. For outcomes of 0 or 1.
     *
     * @param ridge of columns and products
     * @param ofEffects of what a level moves
     */
    static UpliftLearner shared(double ridge, double ofEffects) {
        return new SharedLearner(ridge, ofEffects);
    }
}
