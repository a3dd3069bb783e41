package io.leeway.decisions.advertising;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.records.AdCampaign;
import io.leeway.records.DecisionTopics;
import io.leeway.records.Outgoing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * How a campaign did in a window of event time.
 *
 * @param campaign the campaign
 * @param fromMillis the window's beginning
 * @param toMillis its end
 * @param measures of the window
 * @param total since the campaign began
 * @param spent in millionths of money, since it began
 * @param multiplier pacing's, at the window's end
 */
record CampaignReport(
        AdCampaign campaign,
        long fromMillis,
        long toMillis,
        Measures measures,
        Measures total,
        long spent,
        double multiplier) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The record for {@link DecisionTopics#EFFECTS}, of kind {@code campaign}, keyed by the campaign. Shares of nothing are absent. */
    Outgoing outgoing() {
        ObjectNode node = JSON.createObjectNode()
                .put("kind", "campaign")
                .put("campaign", campaign.id())
                .put("category", campaign.category())
                .put("from", Instant.ofEpochMilli(fromMillis).toString())
                .put("to", Instant.ofEpochMilli(toMillis).toString());
        figures(node, measures);
        node.put("budget", campaign.budget())
                .put("spent", spent / Ledger.MICROS)
                .put("spentShare", campaign.budget() == 0 ? 1 : spent / Ledger.MICROS / campaign.budget())
                .put("target", Pacing.target(campaign, toMillis))
                .put("multiplier", multiplier);
        figures(node.putObject("total"), total);
        try {
            return Outgoing.of(
                    DecisionTopics.EFFECTS,
                    campaign.id().getBytes(StandardCharsets.UTF_8),
                    JSON.writeValueAsBytes(node),
                    toMillis);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void figures(ObjectNode node, Measures of) {
        node.put("requests", of.requests())
                .put("bids", of.bids())
                .put("capped", of.capped())
                .put("unaffordable", of.unaffordable())
                .put("impressions", of.impressions())
                .put("clicks", of.clicks())
                .put("conversions", of.conversions())
                .put("cost", of.cost() / Ledger.MICROS)
                .put("value", of.value());
        share(node, "ctr", of.clicks(), of.impressions());
        share(node, "predictedCtr", of.predictedClicks(), of.impressions());
        share(node, "cvr", of.conversions(), of.clicks());
        share(node, "returnOnSpend", of.value(), of.cost() / Ledger.MICROS);
        share(node, "meanPropensity", of.propensities(), of.bids());
    }

    private static void share(ObjectNode node, String name, double part, double whole) {
        if (whole > 0) {
            node.put(name, part / whole);
        }
    }
}
