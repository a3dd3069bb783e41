package io.leeway.evaluation;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Spearman's rank correlation (1904); equal values share the mean of their ranks. */
public final class RankCorrelation {
    private RankCorrelation() {}

    /**
     * The correlation of the ranks.
     *
     * @return NaN where all values of a side are equal, or there are fewer than two
     * @throws IllegalArgumentException where one side has more values than the other, or a value is
     *     NaN
     */
    public static double of(double[] left, double[] right) {
        if (left.length != right.length) {
            throw new IllegalArgumentException(
                    "Expected as many values on both sides, found " + left.length + " and " + right.length);
        }
        double[] x = ranks(left);
        double[] y = ranks(right);
        double middle = (left.length - 1) / 2.0;
        double both = 0;
        double ofX = 0;
        double ofY = 0;
        for (int i = 0; i < x.length; i++) {
            both += (x[i] - middle) * (y[i] - middle);
            ofX += (x[i] - middle) * (x[i] - middle);
            ofY += (y[i] - middle) * (y[i] - middle);
        }
        return both / Math.sqrt(ofX * ofY);
    }

    private static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        int from = 0;
        while (from < order.length) {
            int to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            if (to == from) {
                throw new IllegalArgumentException("Expected numbers to rank, found NaN");
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + to - 1) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
