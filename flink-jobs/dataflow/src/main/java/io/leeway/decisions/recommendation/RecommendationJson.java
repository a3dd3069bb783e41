package io.leeway.decisions.recommendation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.RankedSlate;
import io.leeway.records.SinkRecord;
import io.leeway.records.Slate;
import io.leeway.topics.DecisionJson;
import io.leeway.topics.Topics;
import java.nio.charset.StandardCharsets;

/**
 * A list on its way out: one record with {@code items}, each of item, category, position, score,
 * predicted, propensity, source and reason, and {@code targets}: what other policies would have
 * done with the place.
 */
final class RecommendationJson {
    private RecommendationJson() {}

    static SinkRecord outgoing(RankedSlate ranked, Reranking.Place[] places) {
        Slate slate = ranked.slate();
        Decision head = new Decision(
                slate.id(),
                DecisionKind.RECOMMENDATION,
                slate.userId(),
                slate.asOfMillis(),
                slate.scoreId(),
                ranked.model(),
                ranked.version(),
                "list",
                1,
                Double.NaN,
                false,
                0);
        ObjectNode json = DecisionJson.object(head);
        ArrayNode items = json.putArray("items");
        for (int position = 0; position < places.length; position++) {
            Reranking.Place place = places[position];
            ObjectNode item = items.addObject()
                    .put("item", place.candidate().item())
                    .put("category", place.candidate().category())
                    .put("position", position)
                    .put("score", place.score())
                    .put("predicted", place.predicted())
                    .put("propensity", place.propensity())
                    .put("source", place.candidate().source())
                    .put("reason", place.candidate().reason());
            ObjectNode targets = item.putObject("targets");
            put(targets, "greedy", place.greedy());
            put(targets, "uniform", place.uniform());
        }
        return DecisionJson.outgoing(Topics.RECOMMENDATIONS, head, json);
    }

    /** Another policy, to be valued by what came of this one. */
    private static void put(ObjectNode targets, String policy, Reranking.Other other) {
        targets.putObject(policy).put("propensity", other.propensity()).put("predicted", other.predicted());
    }

    /** That what was decided of a shopper is to be erased. */
    static SinkRecord tombstone(Slate slate) {
        return SinkRecord.of(
                Topics.RECOMMENDATIONS, slate.userId().getBytes(StandardCharsets.UTF_8), null, slate.asOfMillis());
    }
}
