package io.leeway.decisions.recommendation;

import io.leeway.records.RankedSlate;
import io.leeway.records.SinkRecord;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Chooses each list. Keeps nothing. */
final class ListsFunction implements FlatMapFunction<RankedSlate, SinkRecord> {
    private static final long serialVersionUID = 1L;

    private final RecommendationOptions options;

    ListsFunction(RecommendationOptions options) {
        this.options = options;
    }

    @Override
    public void flatMap(RankedSlate ranked, Collector<SinkRecord> out) {
        if (ranked.slate().erased()) {
            out.collect(RecommendationJson.tombstone(ranked.slate()));
        } else if (ranked.slate().candidates().length > 0) {
            out.collect(RecommendationJson.outgoing(ranked, new Reranking(options).list(ranked)));
        }
    }
}
