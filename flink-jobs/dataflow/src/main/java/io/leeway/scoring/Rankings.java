package io.leeway.scoring;

import io.leeway.model.LoadOptions;
import io.leeway.model.ModelManifest;
import io.leeway.model.Predictor;
import io.leeway.model.SavedModel;
import io.leeway.model.answers.ItemRanking;
import io.leeway.operators.OperatorFactory;
import io.leeway.records.RankedSlate;
import io.leeway.records.Slate;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** The stage from slates to ranked ones. */
public final class Rankings {
    private Rankings() {}

    /**
     * Adds the bundle operator.
     *
     * @param model the directory of one version of a model of the task {@code items}
     */
    public static DataStream<RankedSlate> of(DataStream<Slate> slates, Path model, BundleOptions options) {
        String directory = model.toAbsolutePath().toString();
        return slates.transform(
                        "recommend-rank",
                        TypeInformation.of(RankedSlate.class),
                        new OperatorFactory<Slate, RankedSlate>(
                                ModelOperator.class,
                                parameters -> new ModelOperator<>(
                                        parameters, directory, options, LoadOptions.released(), new SlateRows())))
                .uid("recommend-rank");
    }

    /** Slates, whose answers have the slate's as-of time. */
    private record SlateRows() implements ModelOperator.RowKind<Slate, RankedSlate, SlateBundle> {
        @Override
        public Supplier<SlateBundle> bundles(SavedModel loaded, Predictor predictor, BundleOptions bundling) {
            ItemRanking ranking = ItemRanking.of(loaded);
            ItemRanking called = ranking.through(predictor);
            String name = loaded.manifest().map(ModelManifest::name).orElse("");
            long version = loaded.manifest().map(ModelManifest::version).orElse(0L);
            float[][] vectors = ranking.vectors(ranking.items());
            return () -> new SlateBundle(called, name, version, vectors);
        }

        @Override
        public void add(SlateBundle open, Slate input) {
            open.add(input);
        }

        @Override
        public StreamRecord<RankedSlate> output(RankedSlate ranked) {
            return new StreamRecord<>(ranked, ranked.slate().asOfMillis());
        }
    }

    /** Lets every slate through unranked: its candidates' own weights decide. */
    public static DataStream<RankedSlate> none(DataStream<Slate> slates) {
        return slates.map(RankedSlate::unranked, TypeInformation.of(RankedSlate.class))
                .name("recommend-rank")
                .uid("recommend-rank");
    }
}
