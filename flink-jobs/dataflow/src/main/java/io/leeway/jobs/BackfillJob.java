package io.leeway.jobs;

import io.leeway.features.FeaturesOptions;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.records.ProfileSnapshot;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.ProfileSettings;
import io.leeway.sinks.EarlierRun;
import io.leeway.sinks.OutputFolder;
import io.leeway.sinks.RunVerification;
import io.leeway.sinks.Sinks;
import io.leeway.sources.SourceOptions;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.ProfileJson;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * History in, scores out: into files in batch; into Kafka with checkpoints, since a transaction
 * that is open for as long as the job exceeds its timeout, and what was committed is counted.
 * With a topic it also scores what the topic holds: the fault-free run that a live one is compared
 * with.
 */
@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Scores history, into JSON-lines files in batch or into Kafka with checkpoints.",
            "",
            "Into Kafka, the records that were committed are counted in the end; the exit code is 1 unless all were that were sent.",
            "Before, it looks for scores of history that are there already, for at most 5 s: at the first 1,000 committed records",
            "of each partition of both score topics, and through leeway.tallies for the count that a backfill leaves at its end."
        },
        footer = {
            "",
            "Examples:",
            "  leeway backfill --history shop/history --models models --output scores",
            "  leeway backfill --history shop/history --models models --bootstrap localhost:9092",
            "  flink run -c io.leeway.jobs.BackfillJob usrlib/leeway-jobs.jar --history s3://shop/history --models /models --output s3://shop/scores"
        })
public final class BackfillJob implements Callable<Integer> {
    private static final String TRANSACTIONAL_ID = "leeway-backfill";
    private static final int RUN_CHARACTERS = 8;

    /** For a look at what is there before; see the help. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** For transactions of others that are open in the topics when the run has ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Mixin
    private SourceArguments source = new SourceArguments();

    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description =
                    "Writes JSON lines there, a folder a topic; without files yet. Default: the topics at --bootstrap.")
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

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "TIME",
            description = "Into Kafka: scores become visible with checkpoints. Default: ${DEFAULT-VALUE}.")
    private Duration checkpointInterval = CommitOptions.DEFAULTS.checkpointInterval();

    @Mixin
    private TransactionArguments transactions = new TransactionArguments();

    @Option(
            names = "--again",
            description =
                    "Writes also where the score topics hold scores of history: the same ones are then there twice, with the same ids.")
    private boolean again;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any method is called
    private CommandSpec spec;

    public static void main(String[] arguments) {
        JobMain.run(new BackfillJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        BackfillJobOptions options = options();
        StreamExecutionEnvironment env = options.outputs().scores() != null
                ? JobMain.batch()
                : JobMain.streaming(options.commit().checkpointInterval());
        RunVerification run = define(env, options);
        JobExecutionResult ended = env.execute("leeway backfill");
        if (run == null) {
            return 0;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!ended.isJobExecutionResult()) {
            out.println("submitted; what it commits is not counted, since nothing waits for its end");
            out.flush();
            return 0;
        }
        RunVerification.Result counted = run.count(PATIENCE, Clock.systemUTC());
        if (!counted.holds()) {
            throw new JobException(
                    "Expected each record of the backfill to be committed once, found " + counted
                            + "; the log of the sink names what the brokers aborted: delete the topics' records and run it again");
        }
        out.println(counted);
        out.flush();
        return 0;
    }

    /**
     * Checks what can be checked beforehand, and defines the job.
     *
     * @return what counts the records that were committed, once the job has ended; null with files
     */
    public static @Nullable RunVerification define(StreamExecutionEnvironment env, BackfillJobOptions options) {
        JobSources.requireHistory(options.source());
        SourceOptions sources = JobSources.of(options.source(), options.withTopic(), true);
        Preflight.requireLedger(sources.erasures());
        SourceOptions.Live live = sources.live();
        if (live != null) {
            Preflight.requireTopics(live.kafka(), live.topic(), false);
        }
        KafkaConnection kafka = options.source().kafka();
        if (kafka != null) {
            ServedModels.requireTopics(
                    options.models().releases(), options.models().trust(), kafka);
        }
        ProfileSettings settings = ProfileSettings.DEFAULTS;
        BackfillJobOptions.Outputs outputs = options.outputs();
        String features = outputs.features();
        String profiles = outputs.profiles();
        requireNoFiles(outputs.scores(), "--output");
        requireNoFiles(features, "--features");
        requireNoFiles(profiles, "--profiles");
        String run = outputs.scores() == null ? UUID.randomUUID().toString().substring(0, RUN_CHARACTERS) : null;
        if (run != null) {
            // In batch a transaction is open until the last subtask has written its last record.
            env.setRuntimeMode(RuntimeExecutionMode.STREAMING);
            if (!env.getCheckpointConfig().isCheckpointingEnabled()) {
                env.enableCheckpointing(options.commit().checkpointInterval().toMillis());
            }
        }
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
                destination(env, options, run));
        if (profiles != null) {
            Sinks.add(
                    ended.map(
                            snapshot -> ProfileJson.encode(snapshot, settings, end.toEpochMilli()),
                            TypeInformation.of(SinkRecord.class)),
                    Sinks.files(JobSources.absolute(profiles)),
                    "profiles");
        }
        return run == null || kafka == null ? null : RunVerification.beginning(kafka, run, Topics.SCORING);
    }

    /** The lines of the run would come beside those that are there. */
    private static void requireNoFiles(@Nullable String folder, String option) {
        if (folder == null) {
            return;
        }
        String address = JobSources.absolute(folder);
        try {
            OutputFolder.firstFile(address).ifPresent(file -> {
                throw new JobException("Expected with " + option + " a folder without files, found " + file
                        + "; name another folder, or delete what an earlier run has written");
            });
        } catch (IOException e) {
            throw new JobException(
                    "Expected a folder that can be written with " + option + " at " + address + ", found: "
                            + e.getMessage() + "; check the address and its permissions",
                    e);
        }
    }

    /** @param run of a run into Kafka; null: into files */
    private static Sinks.Destination destination(
            StreamExecutionEnvironment env, BackfillJobOptions options, @Nullable String run) {
        String folder = options.outputs().scores();
        if (folder != null || run == null) {
            return Sinks.files(JobSources.absolute(String.valueOf(folder)));
        }
        KafkaConnection kafka = options.source().kafka();
        if (kafka == null) {
            throw new JobException("Expected --output or --bootstrap, found neither; say where scores go");
        }
        // What was committed is read in the end.
        Preflight.requireTopics(
                kafka,
                Stream.concat(Stream.of(options.source().topic()), Topics.SCORING.stream())
                        .toList(),
                Topics.SCORING);
        if (!options.again()) {
            StartChecks.firstAlone(env, () -> requireNoEarlierRun(kafka));
        }
        CommitOptions commit = options.commit();
        JobMain.requireWritable(kafka, commit, TRANSACTIONAL_ID, Topics.SCORING);
        return Sinks.kafkaRun(
                kafka,
                Preflight.limits(kafka, Topics.SCORING),
                run,
                commit.transactionalIdOr(TRANSACTIONAL_ID),
                commit.transactionTimeout());
    }

    private static void requireNoEarlierRun(KafkaConnection kafka) {
        EarlierRun.find(kafka, LOOK, Clock.systemUTC()).ifPresent(found -> {
            throw new JobException("Expected no backfill scores in " + kafka.name(Topics.CHURN) + " and "
                    + kafka.name(Topics.INTEREST) + ", found " + found
                    + "; delete the records of these topics and of " + kafka.name(Topics.TALLIES)
                    + ", or add --again where readers drop what is there twice by id");
        });
    }

    private BackfillJobOptions options() {
        return new BackfillJobOptions(
                source.options(),
                model.options(),
                until,
                withTopic,
                new BackfillJobOptions.Outputs(output, features, profiles),
                JobMain.checked(() -> transactions.commit(checkpointInterval)),
                again);
    }
}
