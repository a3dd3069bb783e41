package io.leeway.jobs;

import io.leeway.decisions.canary.CanaryGuard;
import io.leeway.decisions.canary.GuardOptions;
import io.leeway.decisions.effect.EffectOptions;
import io.leeway.jobs.options.GuardJobOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.records.ReleaseRole;
import io.leeway.records.Retirement;
import io.leeway.releases.EventClock;
import io.leeway.releases.ReleaseTopics;
import io.leeway.releases.RetirementSink;
import io.leeway.sources.JudgeSources;
import io.leeway.sources.kafka.KafkaInput;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Watches canaries over the committed scores, and takes back those that stray or prove worse. */
@Command(
        name = "guard",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes a canary back by itself: when its scores are distributed otherwise than the active version's, or when what came true shows that they are worse.",
            "",
            "It reads the committed scores and the live topic from their beginnings, and publishes a release as `leeway model rollback` does. Runs without end."
        },
        footer = {
            "",
            "Examples:",
            "  leeway guard --bootstrap localhost:9092 --horizon P28D",
            "  flink run -c io.leeway.jobs.GuardJob usrlib/leeway-jobs.jar --bootstrap kafka:9092 --horizon P28D"
        })
public final class GuardJob implements Callable<Integer> {
    static final String GROUP = "leeway-guard";

    private static final GuardOptions DEFAULTS = GuardOptions.of(EffectOptions.DEFAULTS.horizon());

    @Mixin
    private DeciderArguments decider = new DeciderArguments();

    @Option(names = "--topic", paramLabel = "NAME", description = "The live topic. Default: ${DEFAULT-VALUE}.")
    private String topic = JobSourceOptions.DEFAULTS.topic();

    @Option(
            names = "--releases",
            paramLabel = "TOPIC",
            description = "The scoring job's --releases. Default: ${DEFAULT-VALUE}.")
    private String releases = Topics.RELEASES;

    @Mixin
    private ModelArguments.TrustArguments trust = new ModelArguments.TrustArguments();

    @Option(
            names = "--horizon",
            paramLabel = "TIME",
            defaultValue = "P28D",
            description = "The churn model's horizon: what came true is known after it. Default: ${DEFAULT-VALUE}.")
    private Duration horizon = DEFAULTS.horizon();

    @Option(
            names = "--return-event",
            paramLabel = "purchase|activity",
            defaultValue = "purchase",
            description = "What counts as coming back: the churn model's. Default: ${DEFAULT-VALUE}.")
    private String returnEvent = "purchase";

    @Option(
            names = "--window",
            paramLabel = "TIME",
            description = "Event time after which distributions are compared. Default: ${DEFAULT-VALUE}.")
    private Duration window = DEFAULTS.window();

    @Option(
            names = "--outcome-window",
            paramLabel = "TIME",
            defaultValue = "P1D",
            description = "Event time after which log-losses are compared. Default: ${DEFAULT-VALUE}.")
    private Duration outcomeWindow = DEFAULTS.outcomeWindow();

    @Option(
            names = "--stability",
            paramLabel = "PSI",
            description =
                    "A canary whose population stability index is above it is taken back; what chance gives is taken off before. Default: ${DEFAULT-VALUE}.")
    private double stability = DEFAULTS.stability();

    @Option(
            names = "--log-loss",
            paramLabel = "NATS",
            description =
                    "A canary whose log-loss is higher by more than that, and by more than two standard errors, is taken back. Default: ${DEFAULT-VALUE}.")
    private double logLoss = DEFAULTS.logLoss();

    @Option(
            names = "--least-users",
            paramLabel = "N",
            description =
                    "Of the canary and of the others, in a window; fewer are not judged. Default: ${DEFAULT-VALUE}.")
    private int leastUsers = DEFAULTS.leastUsers();

    @Option(
            names = "--in",
            paramLabel = "TIME",
            description =
                    "So long after where scoring stands it takes effect; at least PT10S. Default: ${DEFAULT-VALUE}.")
    private Duration notice = GuardJobOptions.NOTICE;

    public static void main(String[] arguments) {
        JobMain.run(new GuardJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        GuardJobOptions options = options();
        return JobMain.stream("leeway guard", options.decider().commit(), env -> define(env, options));
    }

    /** Checks what can be checked beforehand, and defines the job. */
    public static void define(StreamExecutionEnvironment env, GuardJobOptions options) {
        KafkaConnection kafka = options.decider().kafka();
        Duration lateness = options.decider().allowedLateness();
        String control = options.releases();
        ReleaseTopics topics = ReleaseTopics.at(kafka, control).trusting(options.trust());
        String topic = options.topic();
        KafkaInput input = options.decider().input(GROUP, StartChecks.before(env, () -> {
            Preflight.requireTopics(kafka, List.of(topic, Topics.CHURN, Topics.INTEREST), List.of());
            Preflight.requireReleaseTopics(topics, List.of(control));
            ServedModels.requireTrust(topics.trust(), ReleaseRole.RETIRED.id(), control);
        }));
        retire(
                CanaryGuard.of(
                        JudgeSources.scores(env, input),
                        JudgeSources.comebacks(env, input, topic, options.purchases()),
                        options.guard()),
                topics,
                new EventClock(kafka, topic, lateness),
                options.notice());
    }

    /** Publishes what the guard found. */
    static void retire(DataStream<Retirement> retirements, ReleaseTopics topics, EventClock clock, Duration notice) {
        retirements
                .sinkTo(new RetirementSink(topics, clock, notice))
                .name("retirements")
                .uid("retirements")
                .setParallelism(1);
    }

    /** As parsed. */
    GuardJobOptions options() {
        boolean purchases = JobMain.isPurchase(returnEvent);
        return JobMain.checked(() -> new GuardJobOptions(
                decider.options(),
                topic,
                releases,
                purchases,
                new GuardOptions(window, outcomeWindow, stability, logLoss, leastUsers, horizon),
                notice,
                trust.trust()));
    }
}
