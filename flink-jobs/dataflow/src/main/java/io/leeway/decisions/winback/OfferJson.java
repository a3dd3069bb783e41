package io.leeway.decisions.winback;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.SinkRecord;
import io.leeway.records.Treatment;
import io.leeway.shopper.Reason;
import io.leeway.topics.DecisionJson;
import io.leeway.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * An offer on its way out: the common head, and {@code validUntil}, {@code probability} of churn,
 * {@code uplift} in margin, {@code price} of the budget, {@code category} of a message,
 * {@code digest} of the model's file, {@code features} by name and {@code reasons} of the score.
 */
final class OfferJson {
    private OfferJson() {}

    static SinkRecord outgoing(Offer offer, WinBackOptions options) {
        Warning warning = offer.warning();
        if (warning.erased()) {
            return SinkRecord.of(
                    Topics.OFFERS, warning.userId().getBytes(StandardCharsets.UTF_8), null, warning.asOfMillis());
        }
        Decision decision = new Decision(
                warning.id(),
                DecisionKind.OFFER,
                warning.userId(),
                warning.asOfMillis(),
                warning.scoreId(),
                offer.model(),
                offer.version(),
                offer.treatment().id(),
                offer.propensity(),
                offer.predicted(),
                warning.control(),
                offer.treatment().mostCost());
        ObjectNode json = DecisionJson.object(decision)
                .put(
                        "validUntil",
                        Instant.ofEpochMilli(warning.asOfMillis())
                                .plus(options.validity())
                                .toString())
                .put("probability", warning.probability())
                .put("price", offer.price());
        if (!Double.isNaN(offer.uplift())) {
            json.put("uplift", offer.uplift()).put("digest", offer.digest());
        }
        if (offer.treatment() == Treatment.MESSAGE && !warning.movesTo().isEmpty()) {
            json.put("category", warning.movesTo());
        }
        ObjectNode features = json.putObject("features");
        for (int i = 0; i < WinBackModel.FEATURES.size(); i++) {
            features.put(WinBackModel.FEATURES.get(i), warning.features()[i]);
        }
        ArrayNode reasons = json.putArray("reasons");
        for (Reason reason : warning.reasons()) {
            reasons.addObject().put("code", reason.code()).put("words", reason.words());
        }
        return DecisionJson.outgoing(Topics.OFFERS, decision, json);
    }
}
