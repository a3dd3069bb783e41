package io.leeway.jobs;

import io.leeway.features.FeaturesOptions;
import io.leeway.shopper.ProfileSettings;
import io.leeway.sinks.Sinks;
import io.leeway.sources.SourceOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The main job: history and then live events in, or live events alone; scores out, each exactly
 * once. Runs without end unless {@code --until} is given.
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
            defaultValue = "PT10S",
            description = "Scores become visible with checkpoints. Default: ${DEFAULT-VALUE}.")
    private Duration checkpointInterval = Duration.ofSeconds(10);

    @Option(
            names = "--transaction-timeout",
            paramLabel = "TIME",
            defaultValue = "PT15M",
            description =
                    "Of Kafka transactions: longer than the longest outage, at most the brokers' maximum. Default: ${DEFAULT-VALUE}.")
    private Duration transactionTimeout = Duration.ofMinutes(15);

    @Option(
            names = "--transactional-id",
            paramLabel = "PREFIX",
            defaultValue = "leeway",
            description = "Its own for each job at the same brokers. Default: ${DEFAULT-VALUE}.")
    private String transactionalId = "leeway";

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
        StreamExecutionEnvironment env = JobMain.streaming(checkpointInterval);
        define(env);
        env.execute("leeway scoring");
        return 0;
    }

    /** Checks what can be checked beforehand, and defines the job. */
    public void define(StreamExecutionEnvironment env) {
        if (parallelism != null) {
            env.setParallelism(parallelism);
        }
        SourceOptions sources = source.options(true, bounded);
        SourceOptions.Live live = sources.live();
        if (live == null) {
            throw new IllegalStateException("Expected a live topic; the arguments checked that");
        }
        if (bounded && until == null) {
            throw new JobException(
                    "Expected --until with --bounded, found none; a bounded run has to know where shoppers' silence ends");
        }
        String history = sources.history();
        if (history != null) {
            Preflight.requireHistory(history);
        }
        int partitions = Preflight.requireTopics(live.kafka(), live.topic(), true);
        Preflight.requireTransactionTimeout(live.kafka(), transactionTimeout, checkpointInterval);
        Preflight.requireNoGap(live.kafka(), live.topic(), sources.seam());
        if (env.getParallelism() > partitions) {
            throw new JobException(
                    "Expected a parallelism of at most the " + partitions + " partitions of "
                            + live.topic() + ", found " + env.getParallelism()
                            + "; a reader without a partition would hold back the watermark: lower --parallelism or add partitions");
        }
        ProfileSettings settings = ProfileSettings.DEFAULTS;
        PipelineHooks edges = failEvery == null ? PipelineHooks.PLAIN : new InducedFailures(failEvery, 7);
        // Without history in the dataflow, what was due before the seam is the backfill's.
        Instant emitFrom = history == null ? sources.seam() : null;
        ScoringPipeline.define(
                env,
                sources,
                new ScoringPipeline.Options(
                        new FeaturesOptions(settings, sources.seam(), until, emitFrom, false),
                        model.bundle(),
                        model.releases(settings),
                        model.feed(live.kafka().bootstrapServers()),
                        edges),
                Sinks.kafka(live.kafka(), transactionalId, transactionTimeout));
    }
}
