package io.leeway.cli.savepoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Sizes of many values: exact, four bytes a value. Not thread-safe. */
final class SizeDistribution {
    private static final int BAR = 40;
    private static final int MOST_BUCKETS = 12;

    private int[] sizes = new int[1024];
    private int count;
    private long total;
    private boolean sorted;

    void add(int size) {
        if (count == sizes.length) {
            sizes = Arrays.copyOf(sizes, count * 2);
        }
        sizes[count++] = size;
        total += size;
        sorted = false;
    }

    int count() {
        return count;
    }

    long total() {
        return total;
    }

    /** The size that this share of values does not exceed; 0 where there is no value. */
    int quantile(double share) {
        if (count == 0) {
            return 0;
        }
        if (!sorted) {
            Arrays.sort(sizes, 0, count);
            sorted = true;
        }
        return sizes[(int) Math.min(count - 1L, Math.round(share * (count - 1)))];
    }

    /** A bar a bucket of equal width, from the smallest to the largest. */
    List<String> histogram() {
        List<String> lines = new ArrayList<>();
        int least = quantile(0);
        int most = quantile(1);
        int width = Math.max(1, roundUp((most - least) / (double) MOST_BUCKETS));
        int from = least / width * width;
        int[] counts = new int[(most - from) / width + 1];
        for (int i = 0; i < count; i++) {
            counts[(sizes[i] - from) / width]++;
        }
        int highest = Arrays.stream(counts).max().orElse(1);
        for (int bucket = 0; bucket < counts.length; bucket++) {
            int filled = (int) Math.ceil((double) counts[bucket] * BAR / highest);
            lines.add(String.format(
                    Locale.ROOT,
                    "%,9d B  %s%s%,d",
                    from + bucket * width,
                    "█".repeat(filled),
                    filled == 0 ? "" : " ",
                    counts[bucket]));
        }
        return lines;
    }

    /** The next of 1, 2, 5, 10, 20, 50, … */
    private static int roundUp(double width) {
        int unit = 1;
        while (true) {
            for (int step : new int[] {1, 2, 5}) {
                if (unit * step >= width) {
                    return unit * step;
                }
            }
            unit *= 10;
        }
    }
}
