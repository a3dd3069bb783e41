package io.leeway.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Figures of answers against what happened. Plain sums: no sampling, no approximation. */
public final class Metrics {
    private static final double LEAST = 1e-7;

    private Metrics() {}

    /**
     * Area under the ROC curve: the chance that a positive is scored above a negative, ties counted
     * half. NaN without both.
     *
     * @param scores any order-giving numbers, not NaN
     * @param positives which rows are positive
     */
    public static double auc(double[] scores, boolean[] positives) {
        return auc(byScore(scores), scores, positives, Ranking.ones(scores.length));
    }

    /** Rows by rising score. */
    public static int[] byScore(double[] scores) {
        // Not equal to itself, a NaN would make a loop over equal scores endless.
        for (double score : scores) {
            if (Double.isNaN(score)) {
                throw new IllegalArgumentException("Expected scores that are numbers, found NaN");
            }
        }
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The same with each row counted so many times, in an order computed once. */
    public static double auc(int[] byScore, double[] scores, boolean[] positives, int[] weights) {
        double below = 0;
        double pairs = 0;
        double positive = 0;
        double negative = 0;
        for (int from = 0; from < byScore.length; ) {
            double here = 0;
            double hereNegative = 0;
            int to = from;
            while (to < byScore.length && scores[byScore[to]] == scores[byScore[from]]) {
                int row = byScore[to++];
                if (positives[row]) {
                    here += weights[row];
                } else {
                    hereNegative += weights[row];
                }
            }
            pairs += here * (below + hereNegative / 2);
            below += hereNegative;
            positive += here;
            negative += hereNegative;
            from = to;
        }
        return pairs / (positive * negative);
    }

    /** Mean log-loss in nats of probabilities, held within [1e-7, 1 − 1e-7]. */
    public static double logLoss(double[] probabilities, boolean[] positives) {
        double sum = 0;
        for (int row = 0; row < probabilities.length; row++) {
            double p = Math.max(LEAST, Math.min(1 - LEAST, probabilities[row]));
            sum -= Math.log(positives[row] ? p : 1 - p);
        }
        return sum / probabilities.length;
    }

    /**
     * The share of rows whose wanted one is among the first k.
     *
     * @param ranks 0 for the first; {@link Integer#MAX_VALUE} for a wanted one that is not ranked
     *     at all
     */
    public static double hitRate(int[] ranks, int k) {
        return Arrays.stream(ranks).filter(rank -> rank < k).count() / (double) ranks.length;
    }

    /** The hit rate among the first k, as points, for k from 1 to the deepest. */
    static List<double[]> hitRates(int[] ranks, int deepest) {
        return IntStream.rangeClosed(1, deepest)
                .mapToObj(k -> new double[] {k, hitRate(ranks, k)})
                .toList();
    }

    /** NDCG with one wanted per row: the mean of 1 / log2(rank + 2) within the first k, else 0. */
    public static double ndcg(int[] ranks, int k) {
        return Arrays.stream(ranks)
                        .mapToDouble(rank -> RankedItems.gain(rank, k))
                        .sum()
                / ranks.length;
    }

    /**
     * Jensen–Shannon distance: the square root of the divergence with base-2 logarithms, in [0, 1]
     * (Endres and Schindelin 2003).
     *
     * @param p shares that add up to 1
     */
    public static double jensenShannonDistance(float[] p, float[] q) {
        double divergence = 0;
        for (int i = 0; i < p.length; i++) {
            double middle = ((double) p[i] + q[i]) / 2;
            divergence += half(p[i], middle) + half(q[i], middle);
        }
        return Math.sqrt(Math.max(0, Math.min(1, divergence)));
    }

    private static double half(double share, double middle) {
        return share <= 0 ? 0 : 0.5 * share * Math.log(share / middle) / Math.log(2);
    }
}
