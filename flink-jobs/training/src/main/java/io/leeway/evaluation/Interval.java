package io.leeway.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A 95 % interval by the percentile bootstrap (Efron 1979) over shoppers, not rows: rows of one
 * shopper are alike, and counted singly they would make it too narrow.
 */
public record Interval(double low, double high) {
    private static final int RESAMPLES = 300;

    /**
     * The interval of one figure, from 300 draws.
     *
     * @param users the shopper of each row
     * @param figure the figure with each row counted so many times; a draw of which it makes no
     *     finite number is left out
     * @throws IllegalArgumentException where no draw has a figure
     */
    public static Interval of(List<String> users, long seed, ToDoubleFunction<int[]> figure) {
        double[] figures = new double[RESAMPLES];
        int[] draw = {0};
        Resampling.of(users, seed, RESAMPLES, weights -> figures[draw[0]++] = figure.applyAsDouble(weights));
        Interval interval = percentiles(figures);
        if (Double.isNaN(interval.low())) {
            throw new IllegalArgumentException("No draw has a figure");
        }
        return interval;
    }

    /** A figure of all rows with its interval. */
    public static Comparison.Estimate estimate(List<String> users, long seed, ToDoubleFunction<int[]> figure) {
        Interval interval = of(users, seed, figure);
        return new Comparison.Estimate(
                figure.applyAsDouble(Ranking.ones(users.size())), interval.low(), interval.high());
    }

    /** The middle 95 % of the finite ones; NaN where none is. */
    static Interval percentiles(double[] figures) {
        double[] known =
                Arrays.stream(figures).filter(Double::isFinite).sorted().toArray();
        if (known.length == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        return new Interval(known[(int) (0.025 * known.length)], known[(int) (0.975 * known.length)]);
    }
}
