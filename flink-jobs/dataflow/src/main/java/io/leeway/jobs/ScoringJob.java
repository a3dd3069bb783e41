package io.leeway.jobs;

import io.leeway.features.FeaturesOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.ScoringJobOptions;
import io.leeway.releases.trust.ReleaseTrust;
import io.leeway.shopper.ProfileSettings;
import io.leeway.sinks.Sinks;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.base.StartCheck;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The main job: history and then live events in, or live events alone; scores out, each exactly
 * once. Runs without end, unless an end is given.
 */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Scores shoppers from Kafka, from history and then Kafka, exactly once.",
            "",
            "With --history the job reads history first and continues with the topic at the seam. Without, start it from a savepoint that `bootstrap`"
                    + " wrote (flink run -s PATH), or shoppers begin unknown."
        },
        footer = {
            "",
            "Examples:",
            "  leeway score --history shop/history --bootstrap localhost:9092 --models models",
            "  flink run -c io.leeway.jobs.ScoringJob usrlib/leeway-jobs.jar --bootstrap kafka:9092 --seam 2026-01-01T00:00:00Z --models /models"
        })
public final class ScoringJob implements Callable<Integer> {
    private static final String TRANSACTIONAL_ID = "leeway";

    /** Shadow scores only where releases are read. */
    private static final List<String> WRITES =
            Stream.concat(Topics.SCORING.stream(), Stream.of(Topics.SHADOW)).toList();

    @Mixin
    private SourceArguments source = new SourceArguments();

    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            description = "Nothing later is applied or scored. Default: no end.")
    private @Nullable Instant until;

    @Option(names = "--bounded", description = "Ends with what the topic holds when reading begins; needs --until.")
    private boolean bounded;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "TIME",
            description = "Scores become visible with checkpoints. Default: ${DEFAULT-VALUE}.")
    private Duration checkpointInterval = CommitOptions.DEFAULTS.checkpointInterval();

    @Mixin
    private TransactionArguments transactions = new TransactionArguments();

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description =
                    "At most the topic's partitions. Default: flink run's -p; in a process of its own the number of cores.")
    private @Nullable Integer parallelism;

    @Option(
            names = "--fail-every",
            paramLabel = "TIME",
            description = "Fails on purpose that often, to show that nothing is lost.")
    private @Nullable Duration failEvery;

    public static void main(String[] arguments) {
        JobMain.run(new ScoringJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        ScoringJobOptions options = options();
        return JobMain.stream("leeway scoring", options.commit(), env -> define(env, options));
    }

    /** Checks what can be checked beforehand, and defines the job. */
    public static void define(StreamExecutionEnvironment env, ScoringJobOptions options) {
        Integer parallelism = options.parallelism();
        if (parallelism != null) {
            env.setParallelism(parallelism);
        }
        SourceOptions sources = JobSources.of(options.source(), true, options.bounded());
        SourceOptions.Live live = sources.live();
        if (live == null) {
            throw new IllegalStateException("Expected a live topic; that was checked");
        }
        KafkaConnection kafka = live.kafka();
        CommitOptions commit = options.commit();
        List<String> writes = sources.erasures() == null
                ? WRITES
                : Stream.concat(WRITES.stream(), Stream.of(Topics.ERASED)).toList();
        int readers = env.getParallelism();
        String releases = options.models().releases();
        ReleaseTrust trust = options.models().trust();
        StartCheck cluster = StartChecks.before(env, () -> {
            Preflight.requireTopics(kafka, live.topic(), true);
            JobMain.requireWritable(kafka, commit, TRANSACTIONAL_ID, writes);
            if (sources.erasures() != null) {
                Preflight.requireTopics(kafka, List.of(Topics.ERASED), List.of(Topics.ERASED));
            }
            ServedModels.requireTopics(releases, trust, kafka);
        });
        StartChecks.firstAlone(env, () -> Preflight.requireNoGap(kafka, live.topic(), sources.seam()));
        StartCheck partitions =
                StartChecks.before(env, () -> Preflight.requirePartitions(kafka, live.topic(), readers));
        ProfileSettings settings = ProfileSettings.DEFAULTS;
        Duration failEvery = options.failEvery();
        PipelineHooks edges = failEvery == null ? PipelineHooks.PLAIN : new InducedFailures(failEvery, 7);
        // Without history in the dataflow, what was due before the seam is the backfill's.
        Instant emitFrom = sources.history() == null ? sources.seam() : null;
        ScoringPipeline.define(
                env,
                sources.withCheck(cluster.then(partitions)),
                new ScoringPipeline.Options(
                        new FeaturesOptions(
                                settings, sources.seam(), options.until(), emitFrom, false, sources.erasures()),
                        options.models().bundle(),
                        ServedModels.releases(options.models(), settings),
                        ServedModels.feed(options.models(), kafka),
                        edges),
                Sinks.until(JobMain.kafka(kafka, commit, TRANSACTIONAL_ID, writes), options.until()));
    }

    /** As parsed. */
    ScoringJobOptions options() {
        return JobMain.checked(() -> new ScoringJobOptions(
                source.options(),
                model.options(),
                transactions.commit(checkpointInterval),
                until,
                bounded,
                parallelism,
                failEvery));
    }

    /**
     * The arguments that this job's command line reads as these options: what a job that is
     * submitted to a cluster needs.
     */
    public static List<String> arguments(ScoringJobOptions options) {
        CommitOptions commit = options.commit();
        ArgumentList arguments = new ArgumentList();
        SourceArguments.render(options.source(), arguments);
        ModelArguments.render(options.models(), arguments);
        return arguments
                .add("--until", options.until(), null)
                .addFlag("--bounded", options.bounded())
                .add("--checkpoint-interval", commit.checkpointInterval(), CommitOptions.DEFAULTS.checkpointInterval())
                .add("--transaction-timeout", commit.transactionTimeout(), CommitOptions.DEFAULTS.transactionTimeout())
                .add("--transactional-id", commit.transactionalId(), null)
                .add("--parallelism", options.parallelism(), null)
                .add("--fail-every", options.failEvery(), null)
                .list();
    }
}
