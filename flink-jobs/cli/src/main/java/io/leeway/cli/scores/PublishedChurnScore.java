package io.leeway.cli.scores;

import java.util.List;

/**
 * How likely a shopper stays away.
 *
 * @param probability calibrated, in [0, 1]
 */
public record PublishedChurnScore(Head head, double probability, List<Why> reasons) implements PublishedScore {

    public PublishedChurnScore {
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
