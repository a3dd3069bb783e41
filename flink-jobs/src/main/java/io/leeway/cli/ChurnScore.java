package io.leeway.cli;

import java.util.List;

/**
 * How likely a shopper stays away.
 *
 * @param probability calibrated, in [0, 1]
 * @param reasons why, the weightiest first; empty where none were given. They follow from features and model, whose hashes the head has, so runs are not compared by
 *     them
 */
record ChurnScore(Head head, double probability, List<Why> reasons) implements Score {

    /**
     * A reason.
     *
     * @param contribution to the log-odds of staying away, beyond the baseline's
     */
    record Why(String code, String words, double contribution) {}

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
