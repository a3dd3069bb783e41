package io.leeway.jobs;

import io.leeway.decisions.advertising.AdPredictor;
import io.leeway.decisions.advertising.Advertising;
import io.leeway.decisions.advertising.AdvertisingOptions;
import io.leeway.decisions.advertising.ModelPredictor;
import io.leeway.decisions.advertising.PredictorFactory;
import io.leeway.jobs.options.AdvertisingJobOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.DeciderOptions;
import io.leeway.model.ModelException;
import io.leeway.model.ModelRepository;
import io.leeway.shopper.Task;
import io.leeway.sinks.Sinks;
import io.leeway.sources.CommittedRecords;
import io.leeway.sources.kafka.KafkaInput;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Bids for shoppers whose interest moves to what campaigns advertise, within budgets, and learns
 * from what comes of it.
 */
@Command(
        name = "advertise",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Bids by expected value for shoppers whose interest moves to what a campaign advertises; paces budgets, caps frequencies, chooses hour and channel.",
            "",
            "It reads the committed interest scores, the campaigns and the outcomes from their beginnings, and writes bids to leeway.ads and measures to leeway.effects, exactly once. An impression's outcome has the negative price as its value. Runs without end."
        },
        footer = {
            "",
            "Examples:",
            "  leeway advertise --bootstrap localhost:9092",
            "  leeway advertise --bootstrap localhost:9092 --models models",
            "  flink run -c io.leeway.jobs.AdvertisingJob usrlib/leeway-jobs.jar --bootstrap kafka:9092 --models /models"
        })
public final class AdvertisingJob implements Callable<Integer> {
    private static final String GROUP = "leeway-advertise";
    private static final List<String> READS = List.of(Topics.INTEREST, Topics.OUTCOMES, Topics.CAMPAIGNS);
    private static final AdvertisingOptions DEFAULTS = AdvertisingOptions.DEFAULTS;
    private static final double TYPICAL_CLICK = 0.05;
    private static final double TYPICAL_CONVERSION = 0.1;

    @Mixin
    private DeciderArguments.Transactional decider = new DeciderArguments.Transactional();

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description =
                    "The folder with advertising/VERSION/; the latest version is served. Default: none, and every impression is taken as a typical one until the bandit knows better.")
    private @Nullable Path models;

    @Option(
            names = "--least-drift",
            paramLabel = "SHARE",
            description = "Scores with less drift ask for nothing. Default: ${DEFAULT-VALUE}.")
    private double leastDrift = DEFAULTS.leastDrift();

    @Option(
            names = "--least-gain",
            paramLabel = "SHARE",
            description = "Interest moves to a category that gains at least that. Default: ${DEFAULT-VALUE}.")
    private double leastGain = DEFAULTS.leastGain();

    @Option(
            names = "--explore",
            paramLabel = "SHARE",
            description = "Of bids, whose hour and channel are drawn alike from all. Default: ${DEFAULT-VALUE}.")
    private double explore = DEFAULTS.explore();

    @Option(
            names = "--most-multiplier",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description =
                    "The most that pacing multiplies an expected value by; 1 never bids more than it is worth. Default: ${DEFAULT-VALUE}.")
    private double mostMultiplier = DEFAULTS.mostMultiplier();

    @Option(
            names = "--window",
            paramLabel = "TIME",
            defaultValue = "P1D",
            description = "Event time over which campaigns are measured. Default: ${DEFAULT-VALUE}.")
    private Duration window = DEFAULTS.window();

    @Option(
            names = "--validity",
            paramLabel = "TIME",
            description =
                    "How long after its hour a bid may be taken up; an impression later than that is none. Default: ${DEFAULT-VALUE}.")
    private Duration validity = DEFAULTS.validity();

    @Option(
            names = "--conversion-horizon",
            paramLabel = "TIME",
            defaultValue = "P3D",
            description = "How long after its impression a conversion counts. Default: ${DEFAULT-VALUE}.")
    private Duration conversionHorizon = DEFAULTS.conversionHorizon();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of choices: the same events and seed give the same bids. Default: ${DEFAULT-VALUE}.")
    private long seed = DEFAULTS.seed();

    public static void main(String[] arguments) {
        JobMain.run(new AdvertisingJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        AdvertisingJobOptions options = options();
        return decider.run(
                "leeway advertise",
                options.decider().commit(),
                env -> define(env, options),
                (env, folder) -> replay(env, options, folder));
    }

    /** Checks what can be checked beforehand, and defines the job. */
    public static void define(StreamExecutionEnvironment env, AdvertisingJobOptions options) {
        DeciderOptions decider = options.decider();
        KafkaConnection kafka = decider.kafka();
        CommitOptions commit = decider.commit();
        KafkaInput input = decider.input(GROUP, StartChecks.before(env, () -> {
            Preflight.requireTopics(kafka, READS, List.of(Topics.ADS, Topics.EFFECTS));
            JobMain.requireWritable(kafka, commit, GROUP, List.of(Topics.ADS, Topics.EFFECTS));
        }));
        define(env, options, input, JobMain.kafka(kafka, commit, GROUP, List.of(Topics.ADS, Topics.EFFECTS)));
    }

    /**
     * Decides once more on all that the topics hold by now, undisturbed, into JSON lines: what the
     * job itself has committed is the same.
     */
    public static void replay(StreamExecutionEnvironment env, AdvertisingJobOptions options, Path folder) {
        Preflight.requireTopics(options.decider().kafka(), READS, List.of());
        define(env, options, options.decider().replay(GROUP), Sinks.files(folder.toString()));
    }

    private static void define(
            StreamExecutionEnvironment env,
            AdvertisingJobOptions options,
            KafkaInput input,
            Sinks.Destination destination) {
        Sinks.add(
                Advertising.of(
                        CommittedRecords.scores(env, input, Task.INTEREST),
                        CommittedRecords.outcomes(env, input, Topics.OUTCOMES),
                        CommittedRecords.campaigns(env, input, Topics.CAMPAIGNS),
                        options.advertising(),
                        predictor(options.models())),
                destination,
                "decisions");
    }

    private static PredictorFactory predictor(@Nullable Path models) {
        if (models == null) {
            return () -> AdPredictor.constant(TYPICAL_CLICK, TYPICAL_CONVERSION);
        }
        try {
            Path directory =
                    new ModelRepository(models).latest(ModelPredictor.TASK).directory();
            new ModelPredictor(directory).close();
            return PredictorFactory.model(directory.toString());
        } catch (ModelException wrong) {
            throw new JobException(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** As parsed. */
    AdvertisingJobOptions options() {
        return JobMain.checked(() -> new AdvertisingJobOptions(
                decider.options(),
                models,
                new AdvertisingOptions(
                        leastDrift,
                        leastGain,
                        explore,
                        DEFAULTS.temperature(),
                        DEFAULTS.optimism(),
                        mostMultiplier,
                        DEFAULTS.fixedBid(),
                        window,
                        validity,
                        conversionHorizon,
                        seed)));
    }
}
