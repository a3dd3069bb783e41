package io.leeway.jobs;

import io.leeway.decisions.winback.Offer;
import io.leeway.decisions.winback.Warning;
import io.leeway.decisions.winback.WinBack;
import io.leeway.decisions.winback.WinBackModel;
import io.leeway.decisions.winback.WinBackOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.DeciderOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.WinBackJobOptions;
import io.leeway.records.ShopAction;
import io.leeway.records.SinkRecord;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.shopper.Task;
import io.leeway.sinks.Sinks;
import io.leeway.sources.CommittedRecords;
import io.leeway.sources.ShopActions;
import io.leeway.sources.kafka.KafkaInput;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Wins shoppers back: churn and interest scores and what shoppers do in; offers out, exactly once,
 * under a budget.
 */
@Command(
        name = "win-back",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Decides an offer for each shopper at risk of leaving, by what it is expected to bring, under a budget.",
            "",
            "It reads the committed scores and the live topic from their beginnings, and writes "
                    + Topics.OFFERS
                    + ": treatments and held-out shoppers alike, with reasons and propensities. At most one offer of a shopper is open."
                    + " Without --uplift-model every treatment is drawn evenly: the log that `leeway train-win-back` learns from. Runs without end."
        },
        footer = {
            "",
            "Examples:",
            "  leeway win-back --bootstrap localhost:9092 --budget 500 --budget-window P1D",
            "  leeway win-back --bootstrap localhost:9092 --uplift-model win-back.json --control 0.1",
            "  flink run -c io.leeway.jobs.WinBackJob usrlib/leeway-jobs.jar --bootstrap kafka:9092 --uplift-model /models/win-back.json"
        })
public final class WinBackJob implements Callable<Integer> {
    private static final String GROUP = "leeway-win-back";

    @Mixin
    private DeciderArguments.Transactional decider = new DeciderArguments.Transactional();

    @Option(names = "--topic", paramLabel = "NAME", description = "The live topic. Default: ${DEFAULT-VALUE}.")
    private String topic = JobSourceOptions.DEFAULTS.topic();

    @Option(
            names = "--uplift-model",
            paramLabel = "FILE",
            description = "What comes of each treatment, as `leeway train-win-back` writes it. Default: none.")
    private @Nullable Path upliftModel;

    @Option(
            names = "--warn-at",
            paramLabel = "0..1",
            description = "A shopper is at risk from this churn probability on. Default: ${DEFAULT-VALUE}.")
    private double warnAt = WinBackOptions.DEFAULTS.warnAt();

    @Option(
            names = "--clear-below",
            paramLabel = "0..1",
            description = "And no longer below this one. Default: ${DEFAULT-VALUE}.")
    private double clearBelow = WinBackOptions.DEFAULTS.clearBelow();

    @Option(
            names = "--valid-for",
            paramLabel = "TIME",
            defaultValue = "P14D",
            description = "How long an offer is open, unless the shopper comes back before. Default: ${DEFAULT-VALUE}.")
    private Duration validity = WinBackOptions.DEFAULTS.validity();

    @Option(
            names = "--cooldown",
            paramLabel = "TIME",
            defaultValue = "P14D",
            description =
                    "From an offer's end, by time or by the shopper's return, to the next decision on them. Default: ${DEFAULT-VALUE}.")
    private Duration cooldown = WinBackOptions.DEFAULTS.cooldown();

    @Option(
            names = "--budget",
            paramLabel = "MONEY",
            defaultValue = "1000",
            description = "What a window's offers may cost in all if every one is taken up. Default: ${DEFAULT-VALUE}.")
    private double budget = WinBackOptions.DEFAULTS.budget();

    @Option(
            names = "--budget-window",
            paramLabel = "TIME",
            defaultValue = "P7D",
            description = "The budget's window, in event time. Default: ${DEFAULT-VALUE}.")
    private Duration budgetWindow = WinBackOptions.DEFAULTS.window();

    @Option(
            names = "--control",
            paramLabel = "0..1",
            description = "Share of shoppers to whom nothing is ever offered. Default: ${DEFAULT-VALUE}.")
    private double control = WinBackOptions.DEFAULTS.controlShare();

    @Option(
            names = "--explore",
            paramLabel = "0..1",
            description = "The chance that a treatment is drawn evenly. Default: ${DEFAULT-VALUE}.")
    private double exploration = WinBackOptions.DEFAULTS.exploration();

    @Option(
            names = "--return-event",
            paramLabel = "purchase|activity",
            defaultValue = "purchase",
            description = "What counts as coming back: the churn model's. Default: ${DEFAULT-VALUE}.")
    private String returnEvent = "purchase";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of what is left to chance: a replay draws the same. Default: ${DEFAULT-VALUE}.")
    private long seed = WinBackOptions.DEFAULTS.seed();

    public static void main(String[] arguments) {
        JobMain.run(new WinBackJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        WinBackJobOptions options = options();
        return decider.run(
                "leeway win-back",
                options.decider().commit(),
                env -> define(env, options),
                (env, folder) -> replay(env, options, folder));
    }

    /** Checks what can be checked beforehand, and defines the job. */
    public static void define(StreamExecutionEnvironment env, WinBackJobOptions options) {
        DeciderOptions decider = options.decider();
        KafkaConnection kafka = decider.kafka();
        CommitOptions commit = decider.commit();
        String model = model(options.upliftModel());
        List<String> read = reads(options);
        KafkaInput input = decider.input(GROUP, StartChecks.before(env, () -> {
            Preflight.requireTopics(kafka, read, List.of(Topics.OFFERS));
            JobMain.requireWritable(kafka, commit, GROUP, List.of(Topics.OFFERS));
        }));
        define(env, options, model, input, JobMain.kafka(kafka, commit, GROUP, List.of(Topics.OFFERS)));
    }

    /**
     * Decides once more on all that the topics hold by now, undisturbed, into JSON lines: what the
     * job itself has committed is the same.
     */
    public static void replay(StreamExecutionEnvironment env, WinBackJobOptions options, Path folder) {
        Preflight.requireTopics(options.decider().kafka(), reads(options), List.of());
        define(
                env,
                options,
                model(options.upliftModel()),
                options.decider().replay(GROUP),
                Sinks.files(folder.toString()));
    }

    private static List<String> reads(WinBackJobOptions options) {
        return List.of(options.topic(), Topics.CHURN, Topics.INTEREST);
    }

    private static void define(
            StreamExecutionEnvironment env,
            WinBackJobOptions options,
            @Nullable String model,
            KafkaInput input,
            Sinks.Destination destination) {
        define(
                ShopActions.of(env, input, options.topic()),
                CommittedRecords.scores(env, input, Task.CHURN)
                        .union(CommittedRecords.scores(env, input, Task.INTEREST)),
                model,
                options.winBack(),
                PipelineHooks.PLAIN,
                destination);
    }

    /**
     * Defines all behind the sources.
     *
     * @param scores of both tasks
     * @param model the text of a model's file; null draws treatments evenly
     */
    public static void define(
            DataStream<ShopAction> actions,
            DataStream<ScoreUpdate> scores,
            @Nullable String model,
            WinBackOptions options,
            PipelineHooks edges,
            Sinks.Destination destination) {
        Sinks.add(offers(actions, scores, model, options, edges), destination, "out");
    }

    /** The offers on their way to a sink. */
    public static DataStream<SinkRecord> offers(
            DataStream<ShopAction> actions,
            DataStream<ScoreUpdate> scores,
            @Nullable String model,
            WinBackOptions options,
            PipelineHooks edges) {
        DataStream<Warning> warnings = edges.at(
                PipelineHooks.FEATURES,
                WinBack.warnings(
                        edges.at(PipelineHooks.SOURCE, actions), edges.at(PipelineHooks.SOURCE, scores), options));
        DataStream<Offer> offers = edges.at(PipelineHooks.SCORING, WinBack.offers(warnings, model, options));
        return edges.at(PipelineHooks.SINK, WinBack.outgoing(offers, options));
    }

    private static @Nullable String model(@Nullable Path file) {
        if (file == null) {
            return null;
        }
        try {
            String text = Files.readString(file);
            WinBackModel.parse(text);
            return text;
        } catch (IOException | IllegalArgumentException wrong) {
            throw new JobException(
                    "Expected a win-back model as --uplift-model, found " + file + ": " + wrong.getMessage()
                            + "; make one with leeway train-win-back",
                    wrong);
        }
    }

    /** As parsed. */
    WinBackJobOptions options() {
        boolean anyActivity = !JobMain.isPurchase(returnEvent);
        return JobMain.checked(() -> new WinBackJobOptions(
                decider.options(),
                topic,
                upliftModel,
                new WinBackOptions(
                        warnAt,
                        clearBelow,
                        cooldown,
                        validity,
                        control,
                        exploration,
                        budget,
                        budgetWindow,
                        anyActivity,
                        WinBackOptions.DEFAULTS.forget(),
                        seed)));
    }
}
