package io.leeway.cli.console;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The middle and the slow end of a set of figures, each a figure of the set (nearest rank).
 *
 * @param p99 what 99 in 100 do not exceed
 */
public record Percentiles(double p50, double p99) {

    /** Collects figures; not thread-safe. Eight bytes a figure. */
    public static final class Sample {
        private long[] figures = new long[1024];
        private int size;

        public void add(long figure) {
            if (size == figures.length) {
                figures = Arrays.copyOf(figures, size * 2);
            }
            figures[size++] = figure;
        }

        public int size() {
            return size;
        }

        /** Of all that was added so far; null when nothing was. */
        @Nullable
        public Percentiles percentiles() {
            if (size == 0) {
                return null;
            }
            long[] sorted = Arrays.copyOf(figures, size);
            Arrays.sort(sorted);
            return new Percentiles(nearestRank(sorted, 0.50), nearestRank(sorted, 0.99));
        }

        private static long nearestRank(long[] sorted, double share) {
            return sorted[(int) Math.ceil(share * sorted.length) - 1];
        }
    }
}
