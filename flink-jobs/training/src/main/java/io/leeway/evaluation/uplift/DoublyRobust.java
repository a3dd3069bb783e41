package io.leeway.evaluation.uplift;

import io.leeway.evaluation.Comparison.Estimate;
import io.leeway.evaluation.Resampling;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Doubly robust scores (augmented inverse propensity weighting; Robins, Rotnitzky and Zhao 1994,
 * cross-fitted as by Chernozhukov et al. 2018): of each row and level what a regression expects,
 * put right by what came of the rows that were given that level, over its propensity. Their means
 * are unbiased where either the propensities or the regressions are right.
 *
 * @param scores {@code scores[level][row]}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record DoublyRobust(double[][] scores) {
    private static final double NORMAL = 1.959964;

    /** Scores rows by regressions that saw none of their own part. */
    public static DoublyRobust of(LoggedTreatments logged, UpliftLearner regressions, int parts, long seed) {
        int[] part = parts(logged.treatments(), logged.levels(), parts, seed);
        double[][] scores = new double[logged.levels()][logged.rows()];
        for (int one = 0; one < parts; one++) {
            int here = one;
            int[] asked = rows(part, other -> other == here);
            DoublyRobust of =
                    of(logged.select(asked), regressions.fit(logged.select(rows(part, other -> other != here))));
            for (int level = 0; level < scores.length; level++) {
                for (int i = 0; i < asked.length; i++) {
                    scores[level][asked[i]] = of.scores[level][i];
                }
            }
        }
        return new DoublyRobust(scores);
    }

    /** @param regression what is expected of every level, learned from other rows than these */
    public static DoublyRobust of(LoggedTreatments logged, TreatmentOutcomes regression) {
        double[][] scores = new double[logged.levels()][logged.rows()];
        for (int row = 0; row < logged.rows(); row++) {
            double[] expected = regression.expected(logged.features()[row]);
            int given = logged.treatments()[row];
            for (int level = 0; level < scores.length; level++) {
                scores[level][row] = expected[level];
            }
            scores[given][row] += (logged.outcomes()[row] - expected[given]) / logged.propensities()[row];
        }
        return new DoublyRobust(scores);
    }

    /**
     * Splits rows by chance into parts that have as many of each treatment, give or take one.
     *
     * @return the part of each row
     */
    public static int[] parts(int[] treatments, int levels, int parts, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] part = new int[treatments.length];
        for (int level = 0; level < levels; level++) {
            int of = level;
            int[] rows = Resampling.shuffle(rows(treatments, given -> given == of), random);
            for (int i = 0; i < rows.length; i++) {
                part[rows[i]] = i % parts;
            }
        }
        return part;
    }

    public static int[] rows(int[] values, IntPredicate wanted) {
        return IntStream.range(0, values.length)
                .filter(row -> wanted.test(values[row]))
                .toArray();
    }

    /** Of each row how much more a level brings than another; noisy, right in the mean. */
    public double[] effects(int level, int than) {
        double[] effects = new double[scores[level].length];
        Arrays.setAll(effects, row -> scores[level][row] - scores[than][row]);
        return effects;
    }

    /** How much more a level brings than another on average, with its normal 95 % interval. */
    public Estimate averageEffect(int level, int than) {
        return mean(effects(level, than));
    }

    static Estimate mean(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double error = Math.sqrt(squares / (values.length - 1) / values.length);
        return new Estimate(mean, mean - NORMAL * error, mean + NORMAL * error);
    }
}
