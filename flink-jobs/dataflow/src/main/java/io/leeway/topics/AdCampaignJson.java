package io.leeway.topics;

import static io.leeway.topics.JsonFields.bytes;
import static io.leeway.topics.JsonFields.millis;
import static io.leeway.topics.JsonFields.node;
import static io.leeway.topics.JsonFields.object;
import static io.leeway.topics.JsonFields.required;
import static io.leeway.topics.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.records.AdCampaign;
import io.leeway.records.SinkRecord;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Campaigns as they stand in their topic and in state: JSON whose fields may grow; unknown fields
 * are not looked at.
 */
public final class AdCampaignJson {

    private AdCampaignJson() {}

    /** JSON in UTF-8. */
    public static byte[] encode(AdCampaign campaign) {
        ObjectNode node = object().put("id", campaign.id())
                .put("issuedAt", text(campaign.issuedAtMillis()))
                .put("category", campaign.category())
                .put("budget", campaign.budget());
        if (Double.isFinite(campaign.dailyBudget())) {
            node.put("dailyBudget", campaign.dailyBudget());
        }
        node.put("start", text(campaign.startMillis()))
                .put("end", text(campaign.endMillis()))
                .put("conversionValue", campaign.conversionValue())
                .put("frequencyCap", campaign.frequencyCap())
                .put("capPeriod", Duration.ofMillis(campaign.capPeriodMillis()).toString());
        ArrayNode channels = node.putArray("channels");
        campaign.channels().forEach(channels::add);
        return bytes(node);
    }

    /** A campaign on its way to the topic, keyed by its id. */
    public static SinkRecord outgoing(AdCampaign campaign) {
        return SinkRecord.of(
                Topics.CAMPAIGNS,
                campaign.id().getBytes(StandardCharsets.UTF_8),
                encode(campaign),
                campaign.issuedAtMillis());
    }

    /**
     * A campaign.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong
     */
    public static AdCampaign campaign(byte[] json) {
        JsonNode node = node(json);
        List<String> channels = new ArrayList<>();
        required(node, "channels").forEach(channel -> channels.add(channel.asText()));
        try {
            return new AdCampaign(
                    required(node, "id").asText(),
                    millis(node, "issuedAt"),
                    required(node, "category").asText(),
                    required(node, "budget").asDouble(Double.NaN),
                    node.path("dailyBudget").asDouble(Double.POSITIVE_INFINITY),
                    millis(node, "start"),
                    millis(node, "end"),
                    required(node, "conversionValue").asDouble(Double.NaN),
                    required(node, "frequencyCap").asInt(),
                    Duration.parse(required(node, "capPeriod").asText()).toMillis(),
                    channels);
        } catch (DateTimeException | ArithmeticException wrong) {
            throw new IllegalArgumentException(
                    "Expected a duration such as P7D as capPeriod, found: " + wrong.getMessage(), wrong);
        }
    }
}
