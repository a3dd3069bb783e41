package io.leeway.experiments.recommendation;

import io.leeway.records.CatalogueItem;
import io.leeway.records.Score;
import io.leeway.records.ShopAction;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;

/** What the recommending job reads, where all of it is there from the beginning: event times, and no watermark before the end. */
final class RecommendSources {
    private RecommendSources() {}

    static DataStream<ShopAction> actions(DataStream<ShopAction> all) {
        return all.assignTimestampsAndWatermarks(
                WatermarkStrategy.<ShopAction>noWatermarks().withTimestampAssigner((of, ignored) -> of.timeMillis()));
    }

    static DataStream<Score> scores(DataStream<Score> all) {
        return all.assignTimestampsAndWatermarks(
                WatermarkStrategy.<Score>noWatermarks().withTimestampAssigner((of, ignored) -> of.asOfMillis()));
    }

    static DataStream<CatalogueItem> catalogue(DataStream<CatalogueItem> all) {
        return all.assignTimestampsAndWatermarks(WatermarkStrategy.<CatalogueItem>noWatermarks()
                .withTimestampAssigner((of, ignored) -> of.fromMillis()));
    }
}
