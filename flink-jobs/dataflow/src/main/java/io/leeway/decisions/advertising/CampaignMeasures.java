package io.leeway.decisions.advertising;

/**
 * What happened to a campaign, added up; money in millionths.
 *
 * @param requests shoppers who were asked about
 * @param bids those who were bid for
 * @param capped those who were not because they have seen enough
 * @param unaffordable those who were not for want of money, or of an hour before the end
 * @param predictedClicks what the model predicted for the impressions
 * @param propensities the sum of the bids' propensities, to see how much is explored
 */
record CampaignMeasures(
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
    static final CampaignMeasures NONE = new CampaignMeasures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    CampaignMeasures plus(CampaignMeasures other) {
        return new CampaignMeasures(
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

    static CampaignMeasures refusedByCap() {
        return new CampaignMeasures(1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    static CampaignMeasures refusedByBudget() {
        return new CampaignMeasures(1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
    }

    static CampaignMeasures refused() {
        return new CampaignMeasures(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    static CampaignMeasures bid(double propensity) {
        return new CampaignMeasures(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, propensity);
    }

    static CampaignMeasures impression(long cost, double predicted) {
        return new CampaignMeasures(0, 0, 0, 0, 1, 0, 0, cost, 0, predicted, 0);
    }

    static CampaignMeasures click() {
        return new CampaignMeasures(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
    }

    static CampaignMeasures conversion(double value) {
        return new CampaignMeasures(0, 0, 0, 0, 0, 0, 1, 0, value, 0, 0);
    }
}
