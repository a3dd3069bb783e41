package io.leeway.training;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * A 95 % interval by the percentile bootstrap (Efron 1979) over shoppers, not rows: rows of one shopper are alike, and counted singly they would make it too
 * narrow.
 */
record Interval(double low, double high) {

    private static final int RESAMPLES = 300;

    /**
     * @param users the shopper of each row
     * @param figure the figure with each row counted so many times
     */
    static Interval of(List<String> users, long seed, ToDoubleFunction<int[]> figure) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] user = new int[users.size()];
        for (int row = 0; row < user.length; row++) {
            user[row] = numbers.computeIfAbsent(users.get(row), name -> numbers.size());
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] figures = new double[RESAMPLES];
        int[] drawn = new int[numbers.size()];
        int[] weights = new int[user.length];
        for (int i = 0; i < RESAMPLES; i++) {
            Arrays.fill(drawn, 0);
            for (int k = 0; k < drawn.length; k++) {
                drawn[random.nextInt(drawn.length)]++;
            }
            for (int row = 0; row < weights.length; row++) {
                weights[row] = drawn[user[row]];
            }
            figures[i] = figure.applyAsDouble(weights);
        }
        // A draw without both outcomes has no figure.
        double[] known =
                Arrays.stream(figures).filter(Double::isFinite).sorted().toArray();
        if (known.length == 0) {
            throw new IllegalArgumentException("No draw has a figure");
        }
        return new Interval(known[(int) (0.025 * known.length)], known[(int) (0.975 * known.length)]);
    }
}
