package io.leeway.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Scores of one contestant beside what happened, yes or no: every figure that can be taken of them.
 * "Yes" is what is looked for: a shopper who stays away.
 *
 * @param scores higher for a likelier yes, not NaN
 * @param areProbabilities whether the scores claim to be probabilities, and are to be held to that
 * @param threshold from this score on a row is called yes; chosen on other rows than these
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record ScoredOutcomes(double[] scores, boolean[] yes, boolean areProbabilities, OptionalDouble threshold) {
    static final int BINS = 10;
    private static final double FIRST_PART = 0.1;

    public ScoredOutcomes {
        if (scores.length != yes.length || scores.length == 0) {
            throw new IllegalArgumentException(
                    "Expected as many scores as outcomes, found " + scores.length + " and " + yes.length);
        }
    }

    public Contestant contestant(String name) {
        int[] order = Metrics.byScore(scores);
        Contestant contestant = new Contestant(name)
                .gain("auc", weights -> Metrics.auc(order, scores, yes, weights))
                .gain("pr-auc", weights -> Metrics.averagePrecision(order, scores, yes, weights))
                .gain("lift@10", weights -> Metrics.lift(order, scores, yes, weights, FIRST_PART));
        if (areProbabilities) {
            contestant
                    .add(Figure.loss("log-loss"), Contestant.mean(Metrics.surprises(scores, yes)))
                    .add(Figure.loss("brier"), Contestant.mean(squares()))
                    .add(Figure.loss("ece"), weights -> Reliability.of(scores, yes, weights, BINS)
                            .expectedError());
        }
        // Precision is NaN where none was called yes.
        threshold.ifPresent(from -> contestant
                .gain("accuracy", called(from, of -> (of[0] + of[3]) / (of[0] + of[1] + of[2] + of[3])))
                .gain("precision", called(from, of -> of[0] / (of[0] + of[1])))
                .gain("recall", called(from, of -> of[0] / (of[0] + of[2])))
                .gain("f1", called(from, of -> 2 * of[0] / (2 * of[0] + of[1] + of[2]))));
        return contestant;
    }

    /** Of how many rows were called yes and are, called yes and are not, missed, and rightly no. */
    private ToDoubleFunction<int[]> called(double from, ToDoubleFunction<double[]> of) {
        return weights -> {
            double[] counts = new double[4];
            for (int row = 0; row < scores.length; row++) {
                counts[(scores[row] >= from ? 0 : 2) + (yes[row] ? 0 : 1)] += weights[row];
            }
            return of.applyAsDouble(counts);
        };
    }

    private double[] squares() {
        double[] values = new double[scores.length];
        Arrays.setAll(values, row -> (scores[row] - (yes[row] ? 1 : 0)) * (scores[row] - (yes[row] ? 1 : 0)));
        return values;
    }

    /** The threshold with the best F1 on these rows; of equals the highest. */
    public double bestThreshold() {
        int[] order = Metrics.byScore(scores);
        double positives = 0;
        for (boolean one : yes) {
            positives += one ? 1 : 0;
        }
        double best = -1;
        double threshold = scores[order[order.length - 1]];
        double found = 0;
        for (int at = order.length - 1; at >= 0; at--) {
            found += yes[order[at]] ? 1 : 0;
            boolean tied = at > 0 && scores[order[at - 1]] == scores[order[at]];
            double f1 = 2 * found / (positives + order.length - at);
            if (!tied && f1 > best) {
                best = f1;
                threshold = scores[order[at]];
            }
        }
        return threshold;
    }

    /** False-positive and true-positive rates from (0, 0) to (1, 1), thinned. */
    public List<double[]> roc() {
        return Metrics.roc(Metrics.byScore(scores), scores, yes);
    }

    /** Recall and precision, from the first row called yes to all of them. */
    public List<double[]> precisionRecall() {
        return Metrics.precisionRecall(Metrics.byScore(scores), scores, yes);
    }

    /** The share of rows called, and how many times as many yes are among them as by chance. */
    public List<double[]> liftCurve() {
        List<double[]> curve = new ArrayList<>();
        int[] order = Metrics.byScore(scores);
        int[] ones = Metrics.ones(scores.length);
        for (int percent = 2; percent <= 100; percent += 2) {
            double share = percent / 100.0;
            curve.add(new double[] {share, Metrics.lift(order, scores, yes, ones, share)});
        }
        return curve;
    }

    public Reliability reliability() {
        return Reliability.of(scores, yes, Metrics.ones(scores.length), BINS);
    }
}
