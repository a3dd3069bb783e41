package io.leeway.estimators;

/**
 * What a policy would have earned, estimated from what another did and logged with what
 * probability.
 *
 * <p>Inverse propensity scoring (Horvitz and Thompson 1952), self-normalised (Swaminathan and
 * Joachims 2015), and doubly robust (Dudík et al. 2011), which adds to a model's expectation what
 * the log says that it misses. All need that whatever the policy may do was done with some
 * probability. Weights above {@link #MOST_WEIGHT} are cut to it, which biases an estimate towards
 * the log; {@link #clipped} counts them. Rows are taken as independent. Not thread-safe.
 *
 * @param cells {@link #LENGTH} numbers, which this changes; begin with noughts
 */
public record OffPolicySums(double[] cells) {
    /** The most that a row counts. */
    public static final double MOST_WEIGHT = 1000;

    public static final int LENGTH = 11;

    private static final int ROWS = 0;
    private static final int WEIGHT = 1;
    private static final int WEIGHT_SQUARED = 2;
    private static final int WEIGHTED = 3;
    private static final int WEIGHTED_SQUARED = 4;
    private static final int SQUARE_TIMES_REWARD = 5;
    private static final int MODELLED = 6;
    private static final int ROBUST = 7;
    private static final int ROBUST_SQUARED = 8;
    private static final int CLIPPED = 9;
    private static final int MATCHED = 10;

    public OffPolicySums() {
        this(new double[LENGTH]);
    }

    /**
     * One more row without a model.
     *
     * @param propensity with which the log's policy chose what it did; above 0
     * @param target with which the judged policy would have chosen the same
     */
    public void add(double propensity, double target, double reward) {
        double raw = target / propensity;
        double weight = Math.min(MOST_WEIGHT, raw);
        double weighted = weight * reward;
        cells[ROWS]++;
        cells[WEIGHT] += ExactSums.rounded(weight);
        cells[WEIGHT_SQUARED] += ExactSums.rounded(weight * weight);
        cells[WEIGHTED] += ExactSums.rounded(weighted);
        cells[WEIGHTED_SQUARED] += ExactSums.rounded(weighted * weighted);
        cells[SQUARE_TIMES_REWARD] += ExactSums.rounded(weight * weighted);
        cells[CLIPPED] += raw > MOST_WEIGHT ? 1 : 0;
        cells[MATCHED] += target > 0 ? 1 : 0;
    }

    /**
     * One more row with a model.
     *
     * @param expectedLogged what the model expects of what was done
     * @param expectedTarget what it expects of the judged policy
     */
    public void add(double propensity, double target, double reward, double expectedLogged, double expectedTarget) {
        add(propensity, target, reward);
        double weight = Math.min(MOST_WEIGHT, target / propensity);
        double robust = ExactSums.rounded(expectedTarget + weight * (reward - expectedLogged));
        cells[MODELLED]++;
        cells[ROBUST] += robust;
        cells[ROBUST_SQUARED] += ExactSums.rounded(robust * robust);
    }

    public double rows() {
        return cells[ROWS];
    }

    /** Rows whose weight was cut. */
    public double clipped() {
        return cells[CLIPPED];
    }

    /** Rows in which the judged policy might have done what was done. */
    public double matched() {
        return cells[MATCHED];
    }

    /** As many rows of the judged policy's own would be as informative; NaN of none. */
    public double effectiveRows() {
        return cells[WEIGHT] * cells[WEIGHT] / cells[WEIGHT_SQUARED];
    }

    /** By inverse propensities. */
    public Estimate ips() {
        return new SampleSums(new double[] {cells[ROWS], cells[WEIGHTED], cells[WEIGHTED_SQUARED]}).mean();
    }

    /** Self-normalised; its error by the delta method. */
    public Estimate snips() {
        if (cells[ROWS] < 2 || cells[WEIGHT] == 0) {
            return new Estimate(Double.NaN, Double.NaN);
        }
        double value = cells[WEIGHTED] / cells[WEIGHT];
        double squares = cells[WEIGHTED_SQUARED]
                - 2 * value * cells[SQUARE_TIMES_REWARD]
                + value * value * cells[WEIGHT_SQUARED];
        return new Estimate(value, StrictMath.sqrt(Math.max(0, squares)) / cells[WEIGHT]);
    }

    /** Doubly robust, of the rows with a model; NaN where there are fewer than two. */
    public Estimate doublyRobust() {
        return new SampleSums(new double[] {cells[MODELLED], cells[ROBUST], cells[ROBUST_SQUARED]}).mean();
    }
}
