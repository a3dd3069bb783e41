package io.leeway.evaluation;

import java.util.List;

/** A way to tell who will stay away without a network. */
public interface ChurnRule {

    /** The name in reports. */
    String name();

    /** Whether the scores are probabilities of staying away. */
    boolean givesProbabilities();

    /**
     * Scores shoppers.
     *
     * @param learn shoppers as of earlier instants, whose outcomes were known by the test's
     * @param stayedAway what they did
     * @param test shoppers as of the test's instant
     * @return a score for each of them; higher for a likelier absence
     */
    double[] score(List<PurchaseHistory> learn, boolean[] stayedAway, List<PurchaseHistory> test);

    /** Days since the last purchase. */
    static ChurnRule recency() {
        return new Ordering("recency", PurchaseHistory::sinceLastDays);
    }

    /** Few days with purchases. */
    static ChurnRule frequency() {
        return new Ordering("frequency", history -> -history.days());
    }

    /** Few single purchases. */
    static ChurnRule purchases() {
        return new Ordering("purchases", history -> -history.purchases());
    }

    /** Logistic regression on recency, frequency and amount. */
    static ChurnRule rfmLogistic() {
        return new RecencyFrequencyMonetary();
    }

    /** BG/NBD's probability of at least one purchase within the horizon. */
    static ChurnRule betaGeometric(double horizonDays) {
        return new BetaGeometricRule(horizonDays);
    }
}
