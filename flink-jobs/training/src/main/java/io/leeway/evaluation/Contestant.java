package io.leeway.evaluation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * A model or a rule on the rows of a comparison.
 *
 * @param name as in reports: {@code model}, {@code most-recent}
 * @param figures each figure with each row counted so many times; those a contestant cannot have (a
 *     rule that only ranks has no log-loss) are absent
 */
public record Contestant(String name, Map<Figure, ToDoubleFunction<int[]>> figures) {
    /** One without figures yet. */
    public Contestant(String name) {
        this(name, new LinkedHashMap<>());
    }

    /** Adds a figure. */
    public Contestant add(Figure figure, ToDoubleFunction<int[]> of) {
        figures.put(figure, of);
        return this;
    }

    /** Adds a figure of which more is better. */
    public Contestant gain(String figure, ToDoubleFunction<int[]> of) {
        return add(Figure.gain(figure), of);
    }

    /** A figure that is a mean over rows of a function of each row's rank. */
    public static ToDoubleFunction<int[]> mean(int[] ranks, IntToDoubleFunction value) {
        return mean(Arrays.stream(ranks).mapToDouble(value).toArray());
    }

    public static ToDoubleFunction<int[]> mean(double[] values) {
        return weights -> {
            double sum = 0;
            double count = 0;
            for (int row = 0; row < values.length; row++) {
                sum += weights[row] * values[row];
                count += weights[row];
            }
            return sum / count;
        };
    }
}
