package io.leeway.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Figures and curves of an order by score; rows of one score are one step. */
final class Ranking {
    private static final int POINTS = 400;

    /** Takes the rows of one score, highest first. */
    @FunctionalInterface
    private interface Steps {
        void step(double yes, double no);
    }

    private Ranking() {}

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
}
