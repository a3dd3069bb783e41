package io.leeway.features;

import io.leeway.operators.OperatorFactory;
import io.leeway.records.FeatureVector;
import io.leeway.records.ProfileSnapshot;
import io.leeway.records.SinkRecord;
import io.leeway.records.SourceRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** The stage from events to requests for scores. */
public final class Features {
    /** Late records, dead letters, tombstones and counts. */
    static final OutputTag<SinkRecord> SIDE = new OutputTag<>("features-side", TypeInformation.of(SinkRecord.class));

    /** Profiles at the end of a bounded run. */
    static final OutputTag<ProfileSnapshot> PROFILES =
            new OutputTag<>("profiles", TypeInformation.of(ProfileSnapshot.class));

    private Features() {}

    /**
     * The outputs of the stage.
     *
     * @param vectors requests for scores, and notices of erasure
     * @param side late records, dead letters, tombstones and counts
     * @param profiles snapshots at the end, where the options ask for them
     */
    public record Result(
            DataStream<FeatureVector> vectors, DataStream<SinkRecord> side, DataStream<ProfileSnapshot> profiles) {}

    public static Result of(DataStream<SourceRecord> arrivals, FeaturesOptions options) {
        SingleOutputStreamOperator<FeatureVector> vectors = arrivals.keyBy(SourceRecord::userId, Types.STRING)
                .transform("features", TypeInformation.of(FeatureVector.class), factory(options))
                .uid(ProfileState.UID);
        return new Result(vectors, vectors.getSideOutput(SIDE), vectors.getSideOutput(PROFILES));
    }

    static OperatorFactory<SourceRecord, FeatureVector> factory(FeaturesOptions options) {
        return new OperatorFactory<>(FeaturesOperator.class, parameters -> new FeaturesOperator(parameters, options));
    }
}
