package io.leeway.decisions.winback;

import io.leeway.records.ShopAction;
import io.leeway.records.SinkRecord;
import io.leeway.records.scores.ScoreUpdate;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/** From scores and actions to offers: a function of the set of records, in any order. */
public final class WinBack {
    private WinBack() {}

    /**
     * Warnings of shoppers at risk, at most one a cooldown and none while an offer is open.
     *
     * @param actions of all shoppers, with watermarks
     * @param scores of churn and interest, with watermarks
     */
    public static DataStream<Warning> warnings(
            DataStream<ShopAction> actions, DataStream<ScoreUpdate> scores, WinBackOptions options) {
        return actions.filter(action -> !action.isHeartbeat())
                .name("win-back-actions")
                .uid("win-back-actions")
                .keyBy(ShopAction::userId, Types.STRING)
                .connect(scores.keyBy(ScoreUpdate::userId, Types.STRING))
                .process(new WatchFunction(options), TypeInformation.of(Warning.class))
                .name("win-back-watch")
                .uid("win-back-watch");
    }

    /**
     * A decision for each warning, held-out shoppers' too, under one budget.
     *
     * @param modelFile a {@link WinBackModel}'s; null draws treatments evenly
     */
    public static DataStream<Offer> offers(
            DataStream<Warning> warnings, @Nullable String modelFile, WinBackOptions options) {
        return warnings.keyBy(warning -> "all", Types.STRING)
                .process(new OfferBudgetFunction(options, modelFile), TypeInformation.of(Offer.class))
                .name("win-back-budget")
                .uid("win-back-budget");
    }

    /** Offers on their way out; a tombstone of an erasure. */
    public static DataStream<SinkRecord> outgoing(DataStream<Offer> offers, WinBackOptions options) {
        return offers.map(offer -> OfferJson.outgoing(offer, options), TypeInformation.of(SinkRecord.class))
                .name("win-back-offers")
                .uid("win-back-offers");
    }
}
