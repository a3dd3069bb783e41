package io.leeway.decisions.recommendation;

import io.leeway.records.CatalogueItem;
import io.leeway.records.RankedSlate;
import io.leeway.records.ShopAction;
import io.leeway.records.SinkRecord;
import io.leeway.records.Slate;
import io.leeway.records.scores.ScoreUpdate;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * From interest scores to lists: what may be on each, and, when it has been ranked, the list. A
 * list as of an instant is a function of the actions, scores and catalogue changes up to it, in
 * whatever order they come.
 */
public final class Recommendations {
    private Recommendations() {}

    /**
     * What each list is to be chosen from.
     *
     * @param actions of all shoppers, with watermarks
     * @param scores of interest, with watermarks
     * @param catalogue changes, with watermarks
     */
    public static DataStream<Slate> slates(
            DataStream<ShopAction> actions,
            DataStream<ScoreUpdate> scores,
            DataStream<CatalogueItem> catalogue,
            RecommendationOptions options) {
        SingleOutputStreamOperator<Part> requests = actions.filter(action -> !action.isHeartbeat())
                .name("recommend-actions")
                .uid("recommend-actions")
                .keyBy(ShopAction::userId, Types.STRING)
                .connect(scores.keyBy(ScoreUpdate::userId, Types.STRING))
                .process(new ShoppersFunction(options), TypeInformation.of(Part.class))
                .name("recommend-shoppers")
                .uid("recommend-shoppers");
        DataStream<Part> answers = requests.getSideOutput(ShoppersFunction.COUNTS)
                .keyBy(CountedItem::key, Types.STRING)
                .connect(requests.getSideOutput(ShoppersFunction.LOOKUPS).keyBy(Lookup::key, Types.STRING))
                .process(new TopItemsFunction(options), TypeInformation.of(Part.class))
                .name("recommend-tops")
                .uid("recommend-tops");
        return requests.union(answers)
                .keyBy(Part::userId, Types.STRING)
                .connect(catalogue.broadcast(SlatesFunction.CATALOGUE))
                .process(new SlatesFunction(options), TypeInformation.of(Slate.class))
                .name("recommend-slates")
                .uid("recommend-slates");
    }

    /** The lists of ranked slates; none without candidates, and a tombstone of an erasure. */
    public static DataStream<SinkRecord> lists(DataStream<RankedSlate> ranked, RecommendationOptions options) {
        return ranked.flatMap(new ListsFunction(options), TypeInformation.of(SinkRecord.class))
                .name("recommend-lists")
                .uid("recommend-lists");
    }
}
