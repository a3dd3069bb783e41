package io.leeway.jobs;

import io.leeway.decisions.canary.CanaryGuard;
import io.leeway.decisions.canary.GuardOptions;
import io.leeway.decisions.effect.EffectOptions;
import io.leeway.decisions.effect.Effects;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.DeciderOptions;
import io.leeway.jobs.options.EffectJobOptions;
import io.leeway.jobs.options.GuardJobOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.records.JudgedScore;
import io.leeway.records.LabelledScore;
import io.leeway.records.LoggedDecision;
import io.leeway.records.Outcome;
import io.leeway.records.ReleaseRole;
import io.leeway.records.ReturnEvent;
import io.leeway.records.SinkRecord;
import io.leeway.releases.EventClock;
import io.leeway.releases.ReleaseTopics;
import io.leeway.releases.trust.ReleaseTrust;
import io.leeway.sinks.Sinks;
import io.leeway.sources.CommittedRecords;
import io.leeway.sources.JudgeSources;
import io.leeway.sources.base.StartCheck;
import io.leeway.sources.kafka.KafkaInput;
import io.leeway.topics.Effect;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
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
 * Says whether it worked: committed scores, decisions and outcomes in; figures by window out,
 * exactly once.
 */
@Command(
        name = "effect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Judges models, offers and policies by what came of them, window by window.",
            "",
            "It reads the churn scores, the live topic, " + Topics.RECOMMENDATIONS + ", " + Topics.ADS
                    + ", "
                    + Topics.OFFERS + " and " + Topics.OUTCOMES
                    + " from their beginnings, and writes " + Topics.EFFECTS
                    + ": AUC, log-loss, calibration and stability by model and version; uplift of offers over those held out, with intervals; what other"
                    + " policies would have earned. A window is judged when its last decision has had its time. `leeway effects` shows them. Runs without end."
        },
        footer = {
            "",
            "Examples:",
            "  leeway effect --bootstrap localhost:9092 --horizon P28D",
            "  leeway effect --bootstrap localhost:9092 --offers P7D --releases leeway.releases",
            "  leeway effect --bootstrap localhost:9092 --decisions leeway.offers",
            "  flink run -c io.leeway.jobs.EffectJob usrlib/leeway-jobs.jar --bootstrap kafka:9092 --horizon P28D"
        })
public final class EffectJob implements Callable<Integer> {
    private static final String GROUP = "leeway-effect";

    @Mixin
    private DeciderArguments decider = new DeciderArguments.Transactional();

    @Option(names = "--topic", paramLabel = "NAME", description = "The live topic. Default: ${DEFAULT-VALUE}.")
    private String topic = JobSourceOptions.DEFAULTS.topic();

    @Option(
            names = "--horizon",
            paramLabel = "TIME",
            defaultValue = "P28D",
            description = "The churn model's: what came true is known after it. Default: ${DEFAULT-VALUE}.")
    private Duration horizon = EffectOptions.DEFAULTS.horizon();

    @Option(
            names = "--return-event",
            paramLabel = "purchase|activity",
            defaultValue = "purchase",
            description = "What counts as coming back: the churn model's. Default: ${DEFAULT-VALUE}.")
    private String returnEvent = "purchase";

    @Option(
            names = "--window",
            paramLabel = "TIME",
            defaultValue = "P1D",
            description = "As-of times that are judged together. Default: ${DEFAULT-VALUE}.")
    private Duration window = EffectOptions.DEFAULTS.window();

    @Option(
            names = "--clicks",
            paramLabel = "TIME",
            defaultValue = "P1D",
            description =
                    "How long after a recommendation, or an advertisement's impression, a click counts. Default: ${DEFAULT-VALUE}.")
    private Duration clicks = EffectOptions.DEFAULTS.clicks();

    @Option(
            names = "--conversions",
            paramLabel = "TIME",
            defaultValue = "P7D",
            description = "How long after an advertisement a conversion counts. Default: ${DEFAULT-VALUE}.")
    private Duration conversions = EffectOptions.DEFAULTS.conversions();

    @Option(
            names = "--offers",
            paramLabel = "TIME",
            defaultValue = "P14D",
            description = "How long an offer is valid: a return counts. Default: ${DEFAULT-VALUE}.")
    private Duration offers = EffectOptions.DEFAULTS.offers();

    @Option(
            names = "--decisions",
            paramLabel = "TOPIC,…",
            split = ",",
            description =
                    "Topics of decisions whose jobs run: one that no longer does would hold back all others. Default: "
                            + Topics.RECOMMENDATIONS + ", " + Topics.ADS + " and " + Topics.OFFERS + ".")
    private @Nullable List<String> decisions;

    @Option(
            names = "--releases",
            paramLabel = "TOPIC",
            description =
                    "Watches canaries too, on the same labels, and takes them back as `leeway guard` does with its defaults: run one of the two. Default: does not.")
    private @Nullable String releases;

    @Mixin
    private ModelArguments.TrustArguments trust = new ModelArguments.TrustArguments();

    public static void main(String[] arguments) {
        JobMain.run(new EffectJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        EffectJobOptions options = options();
        return JobMain.stream("leeway effect", options.decider().commit(), env -> define(env, options));
    }

    /** Checks what can be checked beforehand, and defines the job. */
    public static void define(StreamExecutionEnvironment env, EffectJobOptions options) {
        DeciderOptions decider = options.decider();
        KafkaConnection kafka = decider.kafka();
        Duration horizon = options.effects().horizon();
        String topic = options.topic();
        CommitOptions commit = decider.commit();
        String control = options.releases();
        ReleaseTrust counted = options.trust();
        List<String> read = new ArrayList<>(List.of(topic, Topics.CHURN, Topics.INTEREST, Topics.OUTCOMES));
        read.addAll(options.decisions());
        StartCheck check = StartChecks.before(env, () -> {
            Preflight.requireTopics(kafka, read, List.of(Topics.EFFECTS));
            JobMain.requireWritable(kafka, commit, GROUP, List.of(Topics.EFFECTS));
            if (control != null) {
                Preflight.requireReleaseTopics(ReleaseTopics.at(kafka, control), List.of(control));
                ServedModels.requireTrust(counted, ReleaseRole.RETIRED.id(), control);
            }
        });
        KafkaInput judged = decider.input(GuardJob.GROUP, check);
        DataStream<JudgedScore> scores = JudgeSources.scores(env, judged);
        DataStream<ReturnEvent> comebacks = JudgeSources.comebacks(env, judged, topic, options.purchases());
        KafkaInput input = decider.input(GROUP, check);
        DataStream<LabelledScore> labels = CanaryGuard.outcomes(scores, comebacks, horizon);
        define(
                labels,
                CommittedRecords.decisions(env, input, options.decisions()),
                CommittedRecords.outcomes(env, input, Topics.OUTCOMES),
                options.effects(),
                PipelineHooks.PLAIN,
                JobMain.kafka(kafka, commit, GROUP, List.of(Topics.EFFECTS)));
        if (control != null) {
            GuardJob.retire(
                    CanaryGuard.ofJudged(scores, labels, GuardOptions.of(horizon)),
                    ReleaseTopics.at(kafka, control).trusting(counted),
                    new EventClock(kafka, topic, decider.allowedLateness()),
                    GuardJobOptions.NOTICE);
        }
    }

    /** Defines all behind the sources. */
    public static void define(
            DataStream<LabelledScore> labels,
            DataStream<LoggedDecision> decisions,
            DataStream<Outcome> outcomes,
            EffectOptions options,
            PipelineHooks edges,
            Sinks.Destination destination) {
        Sinks.add(
                edges.at(PipelineHooks.SINK, effects(labels, decisions, outcomes, options, edges)), destination, "out");
    }

    /** All between sources and sink. */
    public static DataStream<SinkRecord> effects(
            DataStream<LabelledScore> labels,
            DataStream<LoggedDecision> decisions,
            DataStream<Outcome> outcomes,
            EffectOptions options,
            PipelineHooks edges) {
        DataStream<Effect> effects = Effects.of(
                edges.at(PipelineHooks.FEATURES, labels),
                edges.at(PipelineHooks.SOURCE, decisions),
                edges.at(PipelineHooks.SOURCE, outcomes),
                options);
        return edges.at(PipelineHooks.SCORING, effects)
                .map(Effect::outgoing, TypeInformation.of(SinkRecord.class))
                .name("encode");
    }

    /** As parsed. */
    EffectJobOptions options() {
        boolean purchases = JobMain.isPurchase(returnEvent);
        return JobMain.checked(() -> new EffectJobOptions(
                decider.options(),
                topic,
                purchases,
                new EffectOptions(window, clicks, conversions, offers, horizon),
                releases,
                decisions == null ? Topics.DECISIONS : decisions,
                trust.trust()));
    }
}
