package io.leeway.records;

/**
 * A score whose horizon has passed, and what came true.
 *
 * @param stayedAway whether the shopper did not come back within the horizon
 */
public record LabelledScore(JudgedScore score, boolean stayedAway) {

    /**
     * −ln of the probability that was given to what came true, each probability at least 10⁻⁶: the
     * log-loss of one score, in nats.
     */
    public double logLoss() {
        double given = stayedAway ? score.value() : 1 - score.value();
        return -Math.log(Math.max(1e-6, given));
    }
}
