package io.leeway.jobs;

import io.leeway.decisions.canary.CanaryGuard;
import io.leeway.decisions.canary.GuardOptions;
import io.leeway.releases.EventClock;
import io.leeway.releases.ReleaseTopics;
import io.leeway.releases.RetirementSink;
import io.leeway.sources.JudgeSources;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
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
    @Option(names = "--bootstrap", required = true, paramLabel = "HOST:PORT", description = "Kafka brokers.")
    private String bootstrap = "";

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = "leeway.events",
            description = "The live topic. Default: ${DEFAULT-VALUE}.")
    private String topic = "leeway.events";

    @Option(
            names = "--releases",
            paramLabel = "TOPIC",
            defaultValue = Topics.RELEASES,
            description = "The scoring job's --releases. Default: ${DEFAULT-VALUE}.")
    private String releases = Topics.RELEASES;

    @Option(
            names = "--allowed-lateness",
            paramLabel = "TIME",
            defaultValue = "PT10M",
            description = "The scoring job's. Default: ${DEFAULT-VALUE}.")
    private Duration allowedLateness = Duration.ofMinutes(10);

    @Option(
            names = "--horizon",
            paramLabel = "TIME",
            defaultValue = "P28D",
            description = "The churn model's horizon: what came true is known after it. Default: ${DEFAULT-VALUE}.")
    private Duration horizon = Duration.ofDays(28);

    @Option(
            names = "--return-event",
            paramLabel = "purchase|activity",
            defaultValue = "purchase",
            description = "What counts as coming back: the churn model's. Default: ${DEFAULT-VALUE}.")
    private String returnEvent = "purchase";

    @Option(
            names = "--window",
            paramLabel = "TIME",
            defaultValue = "PT1H",
            description = "Event time after which distributions are compared. Default: ${DEFAULT-VALUE}.")
    private Duration window = Duration.ofHours(1);

    @Option(
            names = "--outcome-window",
            paramLabel = "TIME",
            defaultValue = "P1D",
            description = "Event time after which log-losses are compared. Default: ${DEFAULT-VALUE}.")
    private Duration outcomeWindow = Duration.ofDays(1);

    @Option(
            names = "--stability",
            paramLabel = "PSI",
            defaultValue = "0.2",
            description =
                    "A canary whose population stability index is above it is taken back; what chance gives is taken off before. Default: ${DEFAULT-VALUE}.")
    private double stability = 0.2;

    @Option(
            names = "--log-loss",
            paramLabel = "NATS",
            defaultValue = "0.02",
            description =
                    "A canary whose log-loss is higher by more than that, and by more than two standard errors, is taken back. Default: ${DEFAULT-VALUE}.")
    private double logLoss = 0.02;

    @Option(
            names = "--least-users",
            paramLabel = "N",
            defaultValue = "200",
            description =
                    "Of the canary and of the others, in a window; fewer are not judged. Default: ${DEFAULT-VALUE}.")
    private int leastUsers = 200;

    @Option(
            names = "--in",
            paramLabel = "TIME",
            defaultValue = "PT30S",
            description =
                    "So long after where scoring stands it takes effect; at least PT10S. Default: ${DEFAULT-VALUE}.")
    private Duration notice = Duration.ofSeconds(30);

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "TIME",
            defaultValue = "PT10S",
            description = "Default: ${DEFAULT-VALUE}.")
    private Duration checkpointInterval = Duration.ofSeconds(10);

    public static void main(String[] arguments) {
        JobMain.run(new GuardJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        StreamExecutionEnvironment env = JobMain.streaming(checkpointInterval);
        define(env);
        env.execute("leeway guard");
        return 0;
    }

    /** Checks what can be checked beforehand, and defines the job. */
    public void define(StreamExecutionEnvironment env) {
        if (!returnEvent.equals("purchase") && !returnEvent.equals("activity")) {
            throw new JobException(
                    "Expected --return-event purchase or activity, found '" + returnEvent + "'; name one");
        }
        ReleaseTopics topics = ReleaseTopics.at(KafkaConnection.to(bootstrap), releases);
        Preflight.requireTopics(KafkaConnection.to(bootstrap), topic, true);
        Preflight.requireReleaseTopics(topics);
        CanaryGuard.of(
                        JudgeSources.scores(env, KafkaConnection.to(bootstrap), allowedLateness),
                        JudgeSources.comebacks(
                                env,
                                KafkaConnection.to(bootstrap),
                                topic,
                                returnEvent.equals("purchase"),
                                allowedLateness),
                        options())
                .sinkTo(new RetirementSink(
                        topics, new EventClock(KafkaConnection.to(bootstrap), topic, allowedLateness), notice))
                .name("retirements")
                .uid("retirements")
                .setParallelism(1);
    }

    private GuardOptions options() {
        try {
            return new GuardOptions(window, outcomeWindow, stability, logLoss, leastUsers, horizon);
        } catch (IllegalArgumentException wrong) {
            throw new JobException(wrong.getMessage() + "; correct the option", wrong);
        }
    }
}
