package io.leeway.jobs;

import io.leeway.features.FeaturesOptions;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.records.ProfileSnapshot;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.ProfileSettings;
import io.leeway.sinks.Sinks;
import io.leeway.sources.SourceOptions;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.ProfileJson;
import io.leeway.topics.Topics;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * History in, scores out, in batch. With a topic it also scores what the topic holds: the
 * fault-free run that a live one is compared with.
 */
@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Scores history in batch, into JSON-lines files or Kafka.",
        footer = {
            "",
            "Examples:",
            "  leeway backfill --history shop/history --models models --output scores",
            "  flink run -c io.leeway.jobs.BackfillJob usrlib/leeway-jobs.jar --history s3://shop/history --models /models --output s3://shop/scores"
        })
public final class BackfillJob implements Callable<Integer> {
    @Mixin
    private SourceArguments source = new SourceArguments();

    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Writes JSON lines there, a folder a topic. Default: the topics at --bootstrap.")
    private @Nullable String output;

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            description = "Nothing later is applied or scored. Default: just before the seam.")
    private @Nullable Instant until;

    @Option(names = "--with-topic", description = "Reads what the topic holds, after history.")
    private boolean withTopic;

    @Option(
            names = "--features",
            paramLabel = "DIR",
            description =
                    "Also writes the features of every request there, as JSON lines that Flink SQL reads: one row a request, with both tasks in it.")
    private @Nullable String features;

    @Option(
            names = "--profiles",
            paramLabel = "DIR",
            description = "Writes every shopper's profile at the end there, as JSON lines, for people to read.")
    private @Nullable String profiles;

    public static void main(String[] arguments) {
        JobMain.run(new BackfillJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        StreamExecutionEnvironment env = JobMain.batch();
        define(env, options());
        env.execute("leeway backfill");
        return 0;
    }

    /** Checks what can be checked beforehand, and defines the job. */
    public static void define(StreamExecutionEnvironment env, BackfillJobOptions options) {
        JobSources.requireHistory(options.source());
        SourceOptions sources = JobSources.of(options.source(), options.withTopic(), true);
        SourceOptions.Live live = sources.live();
        if (live != null) {
            Preflight.requireTopics(live.kafka(), live.topic(), false);
        }
        KafkaConnection kafka = options.source().kafka();
        if (kafka != null) {
            ServedModels.requireTopics(options.models().releases(), kafka);
        }
        ProfileSettings settings = ProfileSettings.DEFAULTS;
        BackfillJobOptions.Outputs outputs = options.outputs();
        String features = outputs.features();
        String profiles = outputs.profiles();
        Instant end = options.until() == null ? sources.seam().minusMillis(1) : options.until();
        DataStream<ProfileSnapshot> ended = ScoringPipeline.define(
                env,
                sources,
                new ScoringPipeline.Options(
                        new FeaturesOptions(settings, sources.seam(), end, null, profiles != null),
                        options.models().bundle(),
                        ServedModels.releases(options.models(), settings),
                        ServedModels.feed(options.models(), kafka),
                        features == null ? PipelineHooks.PLAIN : new FeatureRowOutput(JobSources.absolute(features))),
                destination(options));
        if (profiles != null) {
            Sinks.add(
                    ended.map(
                            snapshot -> ProfileJson.encode(snapshot, settings, end.toEpochMilli()),
                            TypeInformation.of(SinkRecord.class)),
                    Sinks.files(JobSources.absolute(profiles)),
                    "profiles");
        }
    }

    private static Sinks.Destination destination(BackfillJobOptions options) {
        String folder = options.outputs().scores();
        if (folder != null) {
            return Sinks.files(JobSources.absolute(folder));
        }
        KafkaConnection kafka = options.source().kafka();
        if (kafka == null) {
            throw new JobException("Expected --output or --bootstrap, found neither; say where scores go");
        }
        Preflight.requireTopics(kafka, options.source().topic(), true);
        Preflight.requireLimits(kafka, Topics.SCORING);
        return Sinks.kafka(
                kafka,
                Preflight.limits(kafka, Topics.SCORING),
                List.of(),
                "leeway-backfill",
                CommitOptions.DEFAULTS.transactionTimeout());
    }

    private BackfillJobOptions options() {
        return new BackfillJobOptions(
                source.options(),
                model.options(),
                until,
                withTopic,
                new BackfillJobOptions.Outputs(output, features, profiles));
    }
}
