package io.leeway.decisions.advertising;

/**
 * What happened to a campaign, added up; money in millionths.
 *
 * @param requests shoppers who were asked about
 * @param bids those who were bid for
 * @param capped those who were not because they have seen enough
 * @param unaffordable those who were not for want of money, or of an hour before the end
 * @param predictedClicks what the model foretold of the impressions
 * @param propensities the sum of the bids' propensities, to see how much is explored
 */
record Measures(
        long requests,
        long bids,
        long capped,
        long unaffordable,
        long impressions,
        long clicks,
        long conversions,
        long cost,
        double value,
        double predictedClicks,
        double propensities) {

    static final Measures NONE = new Measures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    Measures plus(Measures other) {
        return new Measures(
                requests + other.requests,
                bids + other.bids,
                capped + other.capped,
                unaffordable + other.unaffordable,
                impressions + other.impressions,
                clicks + other.clicks,
                conversions + other.conversions,
                cost + other.cost,
                value + other.value,
                predictedClicks + other.predictedClicks,
                propensities + other.propensities);
    }

    static Measures refusedByCap() {
        return new Measures(1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    static Measures refusedByBudget() {
        return new Measures(1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
    }

    static Measures refused() {
        return new Measures(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    static Measures bid(double propensity) {
        return new Measures(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, propensity);
    }

    static Measures impression(long cost, double predicted) {
        return new Measures(0, 0, 0, 0, 1, 0, 0, cost, 0, predicted, 0);
    }

    static Measures click() {
        return new Measures(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
    }

    static Measures conversion(double value) {
        return new Measures(0, 0, 0, 0, 0, 0, 1, 0, value, 0, 0);
    }
}
