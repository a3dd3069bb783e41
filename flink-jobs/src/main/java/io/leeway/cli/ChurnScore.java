package io.leeway.cli;

import java.util.List;

/**
 * How likely a shopper stays away.
 *
 * @param probability calibrated, in [0, 1]
 */
record ChurnScore(Head head, double probability, List<Why> reasons) implements Score {

    ChurnScore {
        reasons = List.copyOf(reasons);
    }

    @Override
    public double value() {
        return probability;
    }

    @Override
    public double[] figures() {
        return new double[] {probability};
    }
}
