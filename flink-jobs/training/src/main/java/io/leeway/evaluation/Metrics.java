package io.leeway.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Figures of answers against what happened. Plain sums: no sampling, no approximation. */
public final class Metrics {
    private static final double LEAST = 1e-7;
    private static final int POINTS = 400;

    @FunctionalInterface
    private interface Steps {
        void step(double yes, double no);
    }

    private Metrics() {}

    /** Whether each row is one of those looked for. */
    public static <T> boolean[] which(List<T> rows, Predicate<T> wanted) {
        boolean[] which = new boolean[rows.size()];
        for (int row = 0; row < which.length; row++) {
            which[row] = wanted.test(rows.get(row));
        }
        return which;
    }

    static int[] ones(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static void down(int[] byScore, double[] scores, boolean[] yes, int[] weights, Steps steps) {
        for (int from = byScore.length - 1; from >= 0; ) {
            double here = 0;
            double hereNot = 0;
            int at = from;
            while (at >= 0 && scores[byScore[at]] == scores[byScore[from]]) {
                int row = byScore[at--];
                if (yes[row]) {
                    here += weights[row];
                } else {
                    hereNot += weights[row];
                }
            }
            if (here + hereNot > 0) {
                steps.step(here, hereNot);
            }
            from = at;
        }
    }

    /** Average precision: the area under the precision-recall curve by steps. */
    static double averagePrecision(int[] byScore, double[] scores, boolean[] yes, int[] weights) {
        double[] sums = new double[3];
        down(byScore, scores, yes, weights, (here, not) -> {
            sums[0] += here;
            sums[1] += not;
            sums[2] += here * sums[0] / (sums[0] + sums[1]);
        });
        return sums[2] / sums[0];
    }

    /** Share of yes in the highest part over the share in all; ties at its end count in part. */
    static double lift(int[] byScore, double[] scores, boolean[] yes, int[] weights, double part) {
        double total = 0;
        double totalYes = 0;
        for (int row = 0; row < yes.length; row++) {
            total += weights[row];
            totalYes += yes[row] ? weights[row] : 0;
        }
        double room = part * total;
        double[] sums = new double[2];
        down(byScore, scores, yes, weights, (here, not) -> {
            double taken = Math.min(here + not, room - sums[0]);
            if (taken > 0) {
                sums[0] += taken;
                sums[1] += here * taken / (here + not);
            }
        });
        return sums[1] / sums[0] / (totalYes / total);
    }

    static List<double[]> roc(int[] byScore, double[] scores, boolean[] yes) {
        List<double[]> curve = new ArrayList<>();
        double[] sums = new double[2];
        curve.add(new double[] {0, 0});
        down(byScore, scores, yes, ones(scores.length), (here, not) -> {
            sums[0] += here;
            sums[1] += not;
            curve.add(new double[] {sums[1], sums[0]});
        });
        curve.forEach(point -> {
            point[0] /= sums[1];
            point[1] /= sums[0];
        });
        return thinned(curve);
    }

    static List<double[]> precisionRecall(int[] byScore, double[] scores, boolean[] yes) {
        List<double[]> curve = new ArrayList<>();
        double[] sums = new double[2];
        down(byScore, scores, yes, ones(scores.length), (here, not) -> {
            sums[0] += here;
            sums[1] += not;
            curve.add(new double[] {sums[0], sums[0] / (sums[0] + sums[1])});
        });
        curve.forEach(point -> point[0] /= sums[0]);
        return thinned(curve);
    }

    private static List<double[]> thinned(List<double[]> curve) {
        if (curve.size() <= POINTS) {
            return curve;
        }
        List<double[]> some = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            some.add(curve.get((int) ((long) i * (curve.size() - 1) / (POINTS - 1))));
        }
        return some;
    }

    /**
     * Area under the ROC curve: the chance that a positive is scored above a negative, ties counted
     * half. NaN without both.
     *
     * @param scores any order-giving numbers, not NaN
     */
    public static double auc(double[] scores, boolean[] positives) {
        return auc(byScore(scores), scores, positives, ones(scores.length));
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
        double[] sums = new double[3];
        down(byScore, scores, positives, weights, (here, not) -> {
            sums[2] += not * (sums[0] + here / 2);
            sums[0] += here;
            sums[1] += not;
        });
        return sums[2] / (sums[0] * sums[1]);
    }

    /** Mean log-loss in nats of probabilities, held within [1e-7, 1 − 1e-7]. */
    public static double logLoss(double[] probabilities, boolean[] positives) {
        double sum = 0;
        for (double surprise : surprises(probabilities, positives)) {
            sum += surprise;
        }
        return sum / probabilities.length;
    }

    public static double[] surprises(double[] probabilities, boolean[] positives) {
        double[] values = new double[probabilities.length];
        Arrays.setAll(values, row -> {
            double p = Math.max(LEAST, Math.min(1 - LEAST, probabilities[row]));
            return -Math.log(positives[row] ? p : 1 - p);
        });
        return values;
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
