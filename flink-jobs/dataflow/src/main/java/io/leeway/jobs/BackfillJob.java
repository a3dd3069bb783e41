package io.leeway.jobs;

import io.leeway.features.FeaturesOptions;
import io.leeway.records.ProfileSnapshot;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.ProfileSettings;
import io.leeway.sinks.Sinks;
import io.leeway.sources.SourceOptions;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.ProfileJson;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** History in, scores out, in batch. With a topic it also scores what the topic holds: the fault-free run that a live one is compared with. */
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
        define(env);
        env.execute("leeway backfill");
        return 0;
    }

    /** Checks what can be checked beforehand, and defines the job. */
    public void define(StreamExecutionEnvironment env) {
        SourceOptions sources = source.options(withTopic, true);
        String history = sources.history();
        if (history == null) {
            throw new JobException("Expected --history, found none; name the folder that `leeway import` wrote");
        }
        Preflight.requireHistory(history);
        SourceOptions.Live live = sources.live();
        if (live != null) {
            Preflight.requireTopics(live.kafka(), live.topic(), false);
        }
        ProfileSettings settings = ProfileSettings.DEFAULTS;
        Instant end = until == null ? sources.seam().minusMillis(1) : until;
        DataStream<ProfileSnapshot> ended = ScoringPipeline.define(
                env,
                sources,
                new ScoringPipeline.Options(
                        new FeaturesOptions(settings, sources.seam(), end, null, profiles != null),
                        model.bundle(),
                        model.releases(settings),
                        model.feed(source.bootstrap),
                        features == null ? PipelineHooks.PLAIN : new FeatureRowOutput(absolute(features))),
                destination());
        String folder = profiles;
        if (folder != null) {
            Sinks.add(
                    ended.map(
                            snapshot -> ProfileJson.encode(snapshot, settings, end.toEpochMilli()),
                            TypeInformation.of(SinkRecord.class)),
                    Sinks.files(absolute(folder)),
                    "profiles");
        }
    }

    private static String absolute(String folder) {
        return folder.contains(":") ? folder : Path.of(folder).toAbsolutePath().toString();
    }

    private Sinks.Destination destination() {
        String folder = output;
        if (folder != null) {
            return Sinks.files(absolute(folder));
        }
        String servers = source.bootstrap;
        if (servers == null) {
            throw new JobException("Expected --output or --bootstrap, found neither; say where scores go");
        }
        Preflight.requireTopics(KafkaConnection.to(servers), source.topic, true);
        return Sinks.kafka(KafkaConnection.to(servers), "leeway-backfill", Duration.ofMinutes(15));
    }
}
