package io.leeway.scoring;

import io.leeway.model.LoadOptions;
import io.leeway.model.Predictor;
import io.leeway.model.SavedModel;
import io.leeway.model.answers.ItemRanking;
import io.leeway.records.RankedSlate;
import io.leeway.records.Slate;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Slates in, ranked slates out, of a ranking model. */
final class RankOperator extends ModelOperator<Slate, RankedSlate, SlateBundle> {
    private static final long serialVersionUID = 1L;

    RankOperator(StreamOperatorParameters<RankedSlate> parameters, String model, BundleOptions options) {
        super(parameters, model, options, LoadOptions.released());
    }

    @Override
    SlateBundle bundle(SavedModel loaded, Predictor predictor, BundleOptions bundling) {
        ItemRanking ranking = ItemRanking.of(loaded);
        return new SlateBundle(
                ranking.through(predictor),
                loaded.manifest().map(known -> known.name()).orElse(""),
                loaded.manifest().map(known -> known.version()).orElse(0L),
                ranking.vectors(ranking.items()));
    }

    @Override
    void add(SlateBundle open, Slate input) {
        open.add(input);
    }

    @Override
    void emit(RankedSlate ranked) {
        output.collect(new StreamRecord<>(ranked, ranked.slate().asOfMillis()));
    }
}
