package io.leeway.scoring;

import io.leeway.records.RankedSlate;
import io.leeway.records.Slate;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The stage from slates to ranked ones. */
public final class Rankings {
    private Rankings() {}

    /**
     * Adds the bundle operator.
     *
     * @param model the directory of one version of a model of the task {@code items}
     */
    public static DataStream<RankedSlate> of(DataStream<Slate> slates, Path model, BundleOptions options) {
        return slates.transform(
                        "recommend-rank",
                        TypeInformation.of(RankedSlate.class),
                        new RankOperatorFactory(model.toAbsolutePath().toString(), options))
                .uid("recommend-rank");
    }

    /** Lets every slate through unranked: its candidates' own weights decide. */
    public static DataStream<RankedSlate> none(DataStream<Slate> slates) {
        return slates.map(RankedSlate::unranked, TypeInformation.of(RankedSlate.class))
                .name("recommend-rank")
                .uid("recommend-rank");
    }
}
