package io.leeway.decisions.advertising;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.records.Decision;
import io.leeway.records.SinkRecord;
import io.leeway.topics.DecisionJson;
import io.leeway.topics.Topics;
import java.time.Instant;
import java.util.Locale;

/**
 * A bid for an impression. Its cost is the most it can cost: the second highest bid is paid, and
 * nothing where another is higher.
 *
 * @param decision the common head; its action is campaign, channel and part of the day
 * @param showing where and when
 * @param conversion the probability of a conversion after a click that the model gave
 * @param gain by how much interest in the category rose
 * @param seen impressions of the campaign that the shopper had seen or might yet see, as given to
 *     the model
 * @param greedy what would have been chosen without chance
 * @param uniform what would have been chosen by chance alone
 */
public record AdBid(
        Decision decision,
        String campaign,
        String category,
        Showing showing,
        double conversion,
        double multiplier,
        double gain,
        int seen,
        Other greedy,
        Other uniform) {
    /**
     * Where and when an advertisement is to be shown.
     *
     * @param validUntilMillis until when the bid may be taken up
     */
    public record Showing(String channel, long showAtMillis, long validUntilMillis) {}

    /**
     * What another policy would have done in this place.
     *
     * @param propensity the probability that it had chosen the same
     * @param predicted the mean click probability, given an impression, of what it might have
     *     chosen
     */
    public record Other(double propensity, double predicted) {}

    public SinkRecord outgoing() {
        ObjectNode node = DecisionJson.object(decision)
                .put("campaign", campaign)
                .put("category", category)
                .put("channel", showing.channel())
                .put("showAt", Instant.ofEpochMilli(showing.showAtMillis()).toString())
                .put(
                        "validUntil",
                        Instant.ofEpochMilli(showing.validUntilMillis()).toString())
                .put("bid", decision.cost());
        if (!Double.isNaN(conversion)) {
            node.put("conversion", conversion);
        }
        node.put("multiplier", multiplier).put("gain", gain).put("seen", seen);
        node.putArray("reasons").add(String.format(Locale.ROOT, "interest moves to %s: +%.3f", category, gain));
        ObjectNode targets = node.putObject("targets");
        targets.putObject("greedy").put("propensity", greedy.propensity()).put("predicted", greedy.predicted());
        targets.putObject("uniform").put("propensity", uniform.propensity()).put("predicted", uniform.predicted());
        return DecisionJson.outgoing(Topics.ADS, decision, node);
    }
}
