package io.leeway.jobs;

import io.leeway.features.Features;
import io.leeway.features.FeaturesOptions;
import io.leeway.records.ProfileSnapshot;
import io.leeway.records.SinkRecord;
import io.leeway.records.SourceRecord;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseFeed;
import io.leeway.scoring.BundleOptions;
import io.leeway.scoring.Scoring;
import io.leeway.sinks.Sinks;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.Sources;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The one dataflow, however it is fed: sources, features, scoring, sinks. */
public final class ScoringPipeline {
    private ScoringPipeline() {}

    /**
     * How the dataflow works.
     *
     * @param features the features operator's options
     * @param bundle how rows are bundled
     * @param releases what decides before anything is published
     * @param feed where more is heard of
     * @param edges what stands on the edges
     */
    public record Options(
            FeaturesOptions features,
            BundleOptions bundle,
            List<ModelRelease> releases,
            ReleaseFeed feed,
            PipelineHooks edges) {
        public Options {
            releases = List.copyOf(releases);
        }

        /** With no releases but these. */
        public Options(
                FeaturesOptions features, BundleOptions bundle, List<ModelRelease> releases, PipelineHooks edges) {
            this(features, bundle, releases, ReleaseFeed.none(), edges);
        }
    }

    /** Reads the sources, and defines the rest. Returns profiles, if the options ask for them. */
    public static DataStream<ProfileSnapshot> define(
            StreamExecutionEnvironment env, SourceOptions sources, Options options, Sinks.Destination destination) {
        Sources.Result read = Sources.of(env, sources);
        return define(read.arrivals(), read.side(), options, destination);
    }

    /** Defines all behind the sources. */
    public static DataStream<ProfileSnapshot> define(
            DataStream<SourceRecord> arrivals,
            DataStream<SinkRecord> side,
            Options options,
            Sinks.Destination destination) {
        PipelineHooks edges = options.edges();
        Features.Result features = Features.of(edges.at(PipelineHooks.SOURCE, arrivals), options.features());
        Scoring.Result scoring = Scoring.of(
                edges.at(PipelineHooks.FEATURES, features.vectors()),
                options.releases(),
                options.feed(),
                options.features().settings().featureSettings(),
                options.bundle());
        DataStream<SinkRecord> out = side.union(features.side(), scoring.side());
        for (DataStream<ScoreUpdate> scores : scoring.scores()) {
            out = Sinks.encode(edges.at(PipelineHooks.SCORING, scores), out);
        }
        Sinks.add(edges.at(PipelineHooks.SINK, out), destination, "out");
        return features.profiles();
    }
}
