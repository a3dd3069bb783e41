package io.leeway.estimators;

/**
 * Predicted probabilities and what came true, in 256 bins of equal width in log-odds from −8 to 8:
 * enough for AUC, log-loss, calibration and stability, however many rows there are.
 *
 * <p>Bins of log-odds rather than of probability, since clicks are rare: all their predictions
 * would share one bin. The AUC of binned scores takes half of the pairs that share a bin as rightly
 * ordered; {@link #aucError} says how far from the exact one that can be. Not thread-safe.
 *
 * @param cells {@link #LENGTH} numbers, which this changes; begin with noughts
 */
public record BinnedScores(double[] cells) {
    private static final int BINS = 256;
    private static final double MOST = 8;
    private static final int NEGATIVES = BINS;
    private static final int PREDICTED = 2 * BINS;
    private static final int LOSS = 3 * BINS;
    private static final int GROUPS = 10;
    private static final double LEAST_PROBABILITY = 1e-7;

    public static final int LENGTH = 3 * BINS + 1;

    public BinnedScores {
        if (cells.length != LENGTH) {
            throw new IllegalArgumentException("Expected " + LENGTH + " numbers, found " + cells.length);
        }
    }

    public BinnedScores() {
        this(new double[LENGTH]);
    }

    public void add(double predicted, boolean cameTrue) {
        double probability = Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, predicted));
        double logOdds = StrictMath.log(probability / (1 - probability));
        int bin = (int) Math.min(BINS - 1, Math.max(0, StrictMath.floor((logOdds + MOST) / (2 * MOST) * BINS)));
        cells[cameTrue ? bin : NEGATIVES + bin]++;
        cells[PREDICTED + bin] += ExactSums.rounded(predicted);
        cells[LOSS] += ExactSums.rounded(-StrictMath.log(cameTrue ? probability : 1 - probability));
    }

    public double rows() {
        return positives() + negatives();
    }

    public double positives() {
        return sum(0);
    }

    private double negatives() {
        return sum(NEGATIVES);
    }

    private double sum(int from) {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += cells[from + bin];
        }
        return sum;
    }

    /** The AUC, ties within a bin counted half; NaN where either class is missing. */
    public double auc() {
        double below = 0;
        double pairs = 0;
        for (int bin = 0; bin < BINS; bin++) {
            pairs += cells[bin] * (below + cells[NEGATIVES + bin] / 2);
            below += cells[NEGATIVES + bin];
        }
        return pairs / (positives() * below);
    }

    /** The {@link StabilityIndex} against a reference; NaN where either has no rows. */
    public double aucError() {
        double pairs = 0;
        for (int bin = 0; bin < BINS; bin++) {
            pairs += cells[bin] * cells[NEGATIVES + bin] / 2;
        }
        return pairs / (positives() * negatives());
    }

    /** Mean log-loss in nats; NaN of no rows. */
    public double logLoss() {
        return cells[LOSS] / rows();
    }

    /** Mean prediction; NaN of no rows. */
    public double meanPredicted() {
        return sum(PREDICTED) / rows();
    }

    /** The share that came true; NaN of no rows. */
    public double observed() {
        return positives() / rows();
    }

    /** Expected calibration error over ten groups by order of prediction. */
    public double calibrationError() {
        double rows = rows();
        double error = 0;
        double inGroup = 0;
        double distance = 0;
        for (int bin = 0; bin < BINS; bin++) {
            inGroup += cells[bin] + cells[NEGATIVES + bin];
            distance += cells[PREDICTED + bin] - cells[bin];
            if (inGroup * GROUPS >= rows || bin == BINS - 1) {
                error += Math.abs(distance) / rows;
                inGroup = 0;
                distance = 0;
            }
        }
        return error;
    }

    /** The {@link StabilityIndex} against a reference; NaN where either has no rows. */
    public double stabilityIndex(BinnedScores reference) {
        return rows() == 0 || reference.rows() == 0 ? Double.NaN : StabilityIndex.of(reference.counts(), counts());
    }

    private long[] counts() {
        long[] counts = new long[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            counts[bin] = Math.round(cells[bin] + cells[NEGATIVES + bin]);
        }
        return counts;
    }
}
