package io.leeway.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Probabilities beside what happened, in bins of equal width (Guo et al. 2017). */
public record Reliability(List<Bin> bins) {
    private static final int SIMULATIONS = 300;

    /** The rows of which about the same was predicted. */
    public record Bin(double rows, double predicted, double happened) {}

    static Reliability of(double[] probabilities, boolean[] yes, int[] weights, int bins) {
        double[] rows = new double[bins];
        double[] predicted = new double[bins];
        double[] happened = new double[bins];
        for (int row = 0; row < probabilities.length; row++) {
            int bin = bin(probabilities[row], bins);
            rows[bin] += weights[row];
            predicted[bin] += weights[row] * probabilities[row];
            happened[bin] += yes[row] ? weights[row] : 0;
        }
        List<Bin> filled = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            if (rows[bin] > 0) {
                filled.add(new Bin(rows[bin], predicted[bin] / rows[bin], happened[bin] / rows[bin]));
            }
        }
        return new Reliability(filled);
    }

    /** In ten bins of equally many rows rather than of equal width (Naeini et al. 2015). */
    public static Reliability ofEqualRows(double[] predicted, double[] happened) {
        int[] order = Metrics.byScore(predicted);
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < ScoredOutcomes.BINS; bin++) {
            int from = (int) ((long) bin * order.length / ScoredOutcomes.BINS);
            int to = (int) ((long) (bin + 1) * order.length / ScoredOutcomes.BINS);
            double predictedSum = 0;
            double happenedSum = 0;
            for (int i = from; i < to; i++) {
                predictedSum += predicted[order[i]];
                happenedSum += happened[order[i]];
            }
            if (to > from) {
                bins.add(new Bin(to - from, predictedSum / (to - from), happenedSum / (to - from)));
            }
        }
        return new Reliability(bins);
    }

    private static int bin(double probability, int bins) {
        return Math.max(0, Math.min(bins - 1, (int) (probability * bins)));
    }

    /** The mean distance between what was predicted and what happened, each bin by its rows. */
    public double expectedError() {
        double rows = 0;
        double off = 0;
        for (Bin bin : bins) {
            rows += bin.rows();
            off += bin.rows() * Math.abs(bin.predicted() - bin.happened());
        }
        return off / rows;
    }

    /**
     * What {@link #expectedError} a model would show whose probabilities are exactly right, on as
     * many rows with these very probabilities: chance alone makes it more than 0. The mean of 300
     * simulations.
     */
    public static double floor(double[] probabilities, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] ones = Metrics.ones(probabilities.length);
        boolean[] yes = new boolean[probabilities.length];
        double sum = 0;
        for (int i = 0; i < SIMULATIONS; i++) {
            for (int row = 0; row < yes.length; row++) {
                yes[row] = random.nextDouble() < probabilities[row];
            }
            sum += of(probabilities, yes, ones, ScoredOutcomes.BINS).expectedError();
        }
        return sum / SIMULATIONS;
    }
}
