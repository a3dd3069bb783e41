package io.leeway.decisions.advertising;

import io.leeway.records.AdCampaign;
import io.leeway.topics.Effect;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a campaign did in a window of event time.
 *
 * @param total since the campaign began
 * @param spent in millionths of money, since it began
 */
record CampaignReport(
        AdCampaign campaign,
        long fromMillis,
        long toMillis,
        CampaignMeasures measures,
        CampaignMeasures total,
        long spent,
        double multiplier) {
    /** The effect of kind {@code campaign}; rows are bids, figures of all time {@code total.}. */
    Effect effect() {
        Map<String, Double> figures = new TreeMap<>();
        figures(figures, "", measures);
        figures(figures, "total.", total);
        figures.put("budget", campaign.budget());
        figures.put("spent", spent / CampaignLedger.MICROS);
        figures.put("spentShare", campaign.budget() == 0 ? 1 : spent / CampaignLedger.MICROS / campaign.budget());
        figures.put("target", Pacing.target(campaign, toMillis));
        figures.put("multiplier", multiplier);
        return new Effect("campaign", campaign.id(), 0, fromMillis, toMillis, measures.bids(), figures);
    }

    private static void figures(Map<String, Double> figures, String before, CampaignMeasures of) {
        figures.put(before + "requests", (double) of.requests());
        figures.put(before + "bids", (double) of.bids());
        figures.put(before + "capped", (double) of.capped());
        figures.put(before + "unaffordable", (double) of.unaffordable());
        figures.put(before + "impressions", (double) of.impressions());
        figures.put(before + "clicks", (double) of.clicks());
        figures.put(before + "conversions", (double) of.conversions());
        figures.put(before + "cost", of.cost() / CampaignLedger.MICROS);
        figures.put(before + "value", of.value());
        // Nothing of nothing is no number, and an effect leaves out what is none.
        figures.put(before + "ctr", of.clicks() / (double) of.impressions());
        figures.put(before + "predictedCtr", of.predictedClicks() / of.impressions());
        figures.put(before + "cvr", of.conversions() / (double) of.clicks());
        figures.put(before + "returnOnSpend", of.value() / (of.cost() / CampaignLedger.MICROS));
        figures.put(before + "meanPropensity", of.propensities() / of.bids());
    }
}
