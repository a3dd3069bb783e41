package io.leeway.chaos;

import io.leeway.cli.audit.AuditInputs;
import io.leeway.cli.audit.AuditReport;
import io.leeway.cli.audit.Auditor;
import io.leeway.fault.PacedSource;
import io.leeway.features.FeaturesOptions;
import io.leeway.jobs.RecommendJob;
import io.leeway.jobs.ScoringPipeline;
import io.leeway.jobs.WinBackJob;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.DeciderOptions;
import io.leeway.jobs.options.RecommendJobOptions;
import io.leeway.jobs.options.WinBackJobOptions;
import io.leeway.records.SourceRecord;
import io.leeway.scoring.BundleOptions;
import io.leeway.shopper.ProfileSettings;
import io.leeway.sinks.Sinks;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.Sources;
import io.leeway.sources.kafka.OnLostEvents;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.RecordLimits;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One seed: the jobs run under the faults, and what they committed is held against undisturbed runs of the same input. */
final class ChaosRun {
    private static final int RECORDS_PER_CHECKPOINT = 3_000;
    private static final Duration SETTLE = Duration.ofSeconds(20);
    private static final Duration DECIDED = Duration.ofSeconds(60);

    private final String name;
    private final ChaosBroker broker;
    private final ChaosInput input;
    private final ChaosCluster cluster;
    private final KafkaConnection kafka;
    private final Path folder;
    private final boolean unaligned;
    private final DeciderOptions decider;
    private final List<JobID> deciders = new ArrayList<>();
    private int happened;

    private ChaosRun(String name, long seed, ChaosBroker broker, ChaosInput input, ChaosCluster cluster, Path folder) {
        this.name = name;
        this.broker = broker;
        this.input = input;
        this.cluster = cluster;
        this.folder = folder;
        this.unaligned = seed % 3 == 2;
        this.kafka = KafkaConnection.to(broker.bootstrapServers()).withTopics(new Topics(name + "."));
        this.decider = new DeciderOptions(
                kafka,
                Duration.ofMinutes(10),
                OnLostEvents.FAIL,
                CommitOptions.DEFAULTS.withCheckpointInterval(Duration.ofMillis(300)));
    }

    /**
     * What came of a seed.
     *
     * @param happened faults that struck before the input ended
     * @param compared how many scores and decisions were held against undisturbed runs
     * @param problems empty when all holds
     */
    record Verdict(int happened, String compared, List<String> problems) {}

    static Verdict play(
            String name, long seed, List<ChaosFault> faults, ChaosBroker broker, ChaosInput input, Path folder)
            throws Exception {
        try (ChaosCluster cluster = ChaosCluster.start(folder)) {
            return new ChaosRun(name, seed, broker, input, cluster, folder).play(faults);
        }
    }

    private Verdict play(List<ChaosFault> faults) throws Exception {
        broker.create(kafka, input.topics());
        try {
            input.write(kafka);
            JobID scoring = cluster.submit(this::scoring, 2, unaligned, null);
            deciders.add(cluster.submit(env -> decide(env, 0), 1, unaligned, null));
            deciders.add(cluster.submit(env -> decide(env, 1), 1, unaligned, null));
            try {
                for (ChaosFault fault : faults) {
                    scoring = strike(scoring, fault);
                }
                JobID last = scoring;
                cluster.await(last, "the end of scoring in " + name, () -> false);
            } catch (ConditionTimeoutException hung) {
                return verdict("hung: " + hung.getMessage());
            }
            if (cluster.status(scoring) != JobStatus.FINISHED) {
                return verdict("the scoring job is " + cluster.status(scoring) + ": " + cluster.failure(scoring));
            }
            return verdict();
        } finally {
            for (JobID job : deciders) {
                cluster.cancel(job);
            }
            broker.delete(kafka, input.topics().keySet());
        }
    }

    /** Returns the scoring job, which a savepoint replaces. */
    private JobID strike(JobID scoring, ChaosFault fault) throws Exception {
        long before = cluster.checkpoints(scoring);
        if (!cluster.await(
                scoring,
                "checkpoints before " + fault,
                () -> cluster.checkpoints(scoring) >= before + fault.checkpoints())) {
            return scoring;
        }
        switch (fault.kind()) {
            case RECORD, SNAPSHOT -> {
                ChaosEdges.Armed armed = ChaosEdges.arm(name, fault);
                happened += cluster.await(scoring, fault.toString(), armed::isDone) ? 1 : 0;
            }
            case TASK_MANAGER -> {
                cluster.replaceManager(fault.number());
                happened++;
            }
            case BROKER -> {
                broker.restart();
                happened++;
            }
            case RESCALE -> {
                String savepoint = cluster.stop(scoring);
                if (savepoint != null) {
                    happened++;
                    return cluster.submit(this::scoring, fault.number(), unaligned, savepoint);
                }
            }
            case DECIDER -> {
                int which = fault.number();
                String savepoint = cluster.stop(deciders.get(which));
                if (savepoint == null) {
                    throw new IllegalStateException(
                            "Expected the decider to run, found it " + cluster.status(deciders.get(which)));
                }
                deciders.set(which, cluster.submit(env -> decide(env, which), 1, unaligned, savepoint));
                happened++;
            }
        }
        return scoring;
    }

    private void scoring(StreamExecutionEnvironment env) {
        SourceOptions sources = new SourceOptions(
                input.shop().history().toString(),
                new SourceOptions.Live(kafka, Topics.EVENTS, true),
                input.shop().seam(),
                Duration.ofMinutes(10));
        Sources.Result read = Sources.of(env, paced(Sources.source(sources)), sources);
        ScoringPipeline.define(
                read.arrivals(),
                read.side(),
                new ScoringPipeline.Options(
                        new FeaturesOptions(
                                ProfileSettings.DEFAULTS, input.shop().seam(), input.end(), null, false),
                        BundleOptions.DEFAULTS,
                        input.shop().releases(),
                        new ChaosEdges(name)),
                Sinks.until(
                        Sinks.kafka(
                                kafka,
                                RecordLimits.of(kafka),
                                List.of(Topics.CHURN, Topics.INTEREST),
                                name,
                                Duration.ofMinutes(10)),
                        input.end()));
    }

    private void decide(StreamExecutionEnvironment env, int which) {
        if (which == 0) {
            RecommendJob.define(env, RecommendJobOptions.of(decider));
        } else {
            WinBackJob.define(env, WinBackJobOptions.of(decider));
        }
    }

    private static <S extends SourceSplit, E> Source<SourceRecord, ?, ?> paced(Source<SourceRecord, S, E> source) {
        return new PacedSource<>(source, RECORDS_PER_CHECKPOINT);
    }

    /** Deciders come to the last scores a little later than these are committed. */
    private Verdict verdict() throws Exception {
        Path expected = folder.resolve("expected");
        FileUtils.copy(
                new org.apache.flink.core.fs.Path(input.reference(kafka).toUri()),
                new org.apache.flink.core.fs.Path(expected.toUri()),
                false);
        replay(env -> RecommendJob.replay(env, RecommendJobOptions.of(decider), expected));
        replay(env -> WinBackJob.replay(env, WinBackJobOptions.of(decider), expected));
        AuditReport[] last = new AuditReport[1];
        try {
            Awaitility.await()
                    .atMost(DECIDED)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        last[0] = audit(expected);
                        return problems(last[0]).isEmpty()
                                && last[0].decisionCounts().values().stream().allMatch(counts -> counts.notYet() == 0);
                    });
        } catch (ConditionTimeoutException never) {
            List<String> problems = problems(last[0]);
            problems.add("after " + DECIDED);
            return new Verdict(happened, compared(last[0]), problems);
        }
        return new Verdict(happened, compared(last[0]), List.of());
    }

    /** Those of the audit, and that a replay decided nothing: that would prove nothing. */
    private static List<String> problems(AuditReport report) {
        List<String> problems = new ArrayList<>(report.problems());
        for (String topic : List.of(Topics.RECOMMENDATIONS, Topics.OFFERS)) {
            AuditReport.DecisionCounts counts = report.decisionCounts().get(topic);
            if (counts == null || counts.expected() == 0) {
                problems.add("the replay decided nothing in " + topic + ": " + counts);
            }
        }
        return problems;
    }

    private Verdict verdict(String problem) {
        return new Verdict(happened, "nothing", List.of(problem));
    }

    private static String compared(AuditReport report) {
        return report.scores().expected() + " scores, " + report.scores().live() + " live, "
                + new TreeMap<>(report.decisionCounts());
    }

    private static void replay(ChaosCluster.Job job) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        env.enableCheckpointing(500);
        job.define(env);
        env.execute("replay");
    }

    private AuditReport audit(Path expected) {
        return new Auditor(new AuditInputs(kafka, folder, expected, null, 10_000, false, SETTLE), Clock.systemUTC())
                .audit();
    }
}
