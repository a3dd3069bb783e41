package io.leeway.cli;

/**
 * How likely a shopper stays away.
 *
 * @param probability calibrated, in [0, 1]
 */
record ChurnScore(Head head, double probability) implements Score {

    @Override
    public double value() {
        return probability;
    }

    @Override
    public double[] figures() {
        return new double[] {probability};
    }
}
