package io.leeway.decisions.recommendation;

import java.util.Arrays;

/**
 * Chooses a list item by item, each for its relevance and for what it adds to those chosen before
 * (Carbonell and Goldstein 1998): the next one has the highest
 * {@code λ·relevance − (1 − λ)·(similarity to the most similar one chosen − novelty)}. A tie goes
 * to the candidate that was given first.
 *
 * <p>Relevance, similarity and novelty should have like ranges, or the trade-off means little: see
 * {@link #rescaled}.
 *
 * @param tradeOff λ in [0, 1]: 1 orders by relevance alone, 0 regards it not at all
 */
public record MaximalMarginalRelevance(double tradeOff) {
    /** How alike two candidates are, by their places: symmetric, up to 1 for the same. */
    @FunctionalInterface
    public interface Similarity {
        /** The similarity of two candidates. */
        double of(int one, int other);
    }

    public MaximalMarginalRelevance {
        if (!(tradeOff >= 0 && tradeOff <= 1)) {
            throw new IllegalArgumentException("Expected a trade-off from 0 to 1, found " + tradeOff);
        }
    }

    /** Chooses without regard to novelty, as published. */
    public int[] order(double[] relevance, Similarity similarity, int count) {
        return order(relevance, new double[relevance.length], similarity, count);
    }

    /**
     * Chooses.
     *
     * @param relevance of each candidate, a number
     * @param novelty of each candidate, 0 for what everybody knows
     * @param similarity asked {@code count} times for each candidate
     * @param count how many to choose; all where there are fewer
     * @return the candidates' places in the order in which they were chosen
     */
    public int[] order(double[] relevance, double[] novelty, Similarity similarity, int count) {
        if (relevance.length != novelty.length) {
            throw new IllegalArgumentException(
                    "Expected as many novelties as relevances, found " + novelty.length + " and " + relevance.length);
        }
        for (int i = 0; i < relevance.length; i++) {
            if (!Double.isFinite(relevance[i]) || !Double.isFinite(novelty[i])) {
                throw new IllegalArgumentException("Expected relevance and novelty that are finite, found "
                        + relevance[i] + " and " + novelty[i] + " of candidate " + i);
            }
        }
        int[] order = new int[Math.min(count, relevance.length)];
        boolean[] chosen = new boolean[relevance.length];
        // To the most similar one chosen so far: kept up to date, so that a choice costs one look
        // at each candidate.
        double[] nearest = new double[relevance.length];
        for (int place = 0; place < order.length; place++) {
            int best = -1;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < relevance.length; i++) {
                double marginal = tradeOff * relevance[i] - (1 - tradeOff) * (nearest[i] - novelty[i]);
                if (!chosen[i] && (best < 0 || marginal > most)) {
                    best = i;
                    most = marginal;
                }
            }
            order[place] = best;
            chosen[best] = true;
            for (int i = 0; i < relevance.length; i++) {
                double here = chosen[i] ? 0 : similarity.of(best, i);
                nearest[i] = place == 0 ? here : Math.max(nearest[i], here);
            }
        }
        return order;
    }

    /** Values moved and stretched to the range from 0 to 1; all 1 where they are equal. */
    public static double[] rescaled(double[] values) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(0);
        return Arrays.stream(values)
                .map(value -> high > low ? (value - low) / (high - low) : 1)
                .toArray();
    }
}
