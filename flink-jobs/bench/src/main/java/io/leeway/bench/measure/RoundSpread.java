package io.leeway.bench.measure;

import java.util.Arrays;

/**
 * The middle of some rounds, and the lowest and the highest of them: what another run is expected
 * to fall into.
 */
public record RoundSpread(double low, double middle, double high) {

    public static RoundSpread of(double[] rounds) {
        if (rounds.length == 0) {
            throw new IllegalArgumentException("Expected at least one round");
        }
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        double middle = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new RoundSpread(sorted[0], middle, sorted[sorted.length - 1]);
    }
}
