package io.leeway.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.leeway.fault.FaultPlan.Happened;
import io.leeway.features.FeaturesOptions;
import io.leeway.jobs.PipelineHooks;
import io.leeway.jobs.ScoringPipeline;
import io.leeway.local.EmbeddedBroker;
import io.leeway.records.SinkRecord;
import io.leeway.records.SourceRecord;
import io.leeway.scoring.BundleOptions;
import io.leeway.shop.SmallShop;
import io.leeway.shopper.ProfileSettings;
import io.leeway.simulator.SimulatedShop;
import io.leeway.sinks.Sinks;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.Sources;
import io.leeway.topics.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on real parts, broken again and again: what is committed is what an undisturbed run in batch gives. */
class FaultIT {
    /** 5 with {@code -Pfull}. */
    private static final int RUNS = Integer.getInteger("leeway.faults", 3);

    private static final int PARALLELISM = 2;
    private static final int RECORDS_PER_CHECKPOINT = 2_000;
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Duration CHECKPOINTS = Duration.ofMillis(200);

    @Test
    void failuresAnywhereLoseAndDoubleNothingAndNoRunHangs(@TempDir Path folder) throws Exception {
        SmallShop small = SmallShop.get();
        SimulatedShop shop = new SimulatedShop(small.shop().settings().withLive(Duration.ofDays(8)));
        Instant end = shop.settings().end();
        List<Happened> happened = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            LiveTopics topics = LiveTopics.create(broker, shop);
            RunOutput expected = undisturbed(small, topics, end, folder.resolve("expected"));
            assertThat(expected.times().values()).containsOnly(1);
            assertThat(expected.times()).hasSizeGreaterThan(10_000);
            for (int run = 0; run < RUNS; run++) {
                FaultPlan plan = FaultPlan.of("run-" + run, Fault.draw(run), small.seam(), PARALLELISM);
                Map<TopicPartition, Long> begin = topics.ends();
                disturbed(small, topics, end, plan, run);
                happened.addAll(plan.happened());
                assertThat(plan.happened())
                        .as("failures of run %d", run)
                        .hasSize(Fault.draw(run).size());
                assertThat(plan.restarts())
                        .as("restarts of run %d", run)
                        .isEqualTo(plan.happened().size());
                requireSame(expected, topics.committedSince(begin, Duration.ofMinutes(2)), run);
            }
        }
        System.out.println(table(happened));
        requireEnough(happened);
    }

    private static RunOutput undisturbed(SmallShop small, LiveTopics topics, Instant end, Path output)
            throws Exception {
        StreamExecutionEnvironment env = SmallShop.batch();
        ScoringPipeline.define(
                env, sources(small, topics), options(small, end, PipelineHooks.PLAIN), Sinks.files(output.toString()));
        env.execute("undisturbed");
        return RunOutput.ofFiles(output);
    }

    private static void disturbed(SmallShop small, LiveTopics topics, Instant end, FaultPlan plan, int run)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
        configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, run == RUNS - 1);
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 20);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 50);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
        Sinks.Destination kafka =
                Sinks.kafka(KafkaConnection.to(topics.bootstrapServers()), plan.run(), Duration.ofMinutes(5));
        Sinks.Destination faulty = () -> new FaultyCommits<>(plan.run(), (KafkaSink<SinkRecord>) kafka.sink());
        Sources.Result read = Sources.of(env, paced(Sources.source(sources(small, topics))), sources(small, topics));
        ScoringPipeline.define(read.arrivals(), read.side(), options(small, end, new FaultEdges(plan.run())), faulty);
        JobClient job = env.executeAsync(plan.run());
        try {
            job.getJobExecutionResult().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            String progress = plan.progress();
            job.cancel().get(30, TimeUnit.SECONDS);
            fail("Expected the run to end within %s, found it still running; %s", DEADLINE, progress);
        }
    }

    private static <S extends SourceSplit, E> Source<SourceRecord, ?, ?> paced(Source<SourceRecord, S, E> source) {
        return new PacedSource<>(source, RECORDS_PER_CHECKPOINT);
    }

    private static SourceOptions sources(SmallShop small, LiveTopics topics) {
        SourceOptions.Live live =
                new SourceOptions.Live(KafkaConnection.to(topics.bootstrapServers()), LiveTopics.EVENTS, true);
        return new SourceOptions(
                small.history().toString(),
                live,
                small.seam(),
                small.shop().settings().allowedLateness());
    }

    private static ScoringPipeline.Options options(SmallShop small, Instant end, PipelineHooks edges) {
        return new ScoringPipeline.Options(
                new FeaturesOptions(ProfileSettings.DEFAULTS, small.seam(), end, null, false),
                BundleOptions.DEFAULTS,
                small.releases(),
                edges);
    }

    private static void requireSame(RunOutput expected, RunOutput committed, int run) {
        Set<String> lost = new HashSet<>(expected.times().keySet());
        lost.removeAll(committed.times().keySet());
        Set<String> unexpected = new HashSet<>(committed.times().keySet());
        unexpected.removeAll(expected.times().keySet());
        long doubled =
                committed.times().values().stream().filter(times -> times > 1).count();
        long differing = committed.values().entrySet().stream()
                .filter(score ->
                        !(Math.abs(score.getValue() - expected.values().getOrDefault(score.getKey(), Double.NaN))
                                <= 1e-6))
                .count();
        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(lost.size()).as("scores lost in run %d", run).isZero();
            softly.assertThat(unexpected.size())
                    .as("scores unexpected in run %d", run)
                    .isZero();
            softly.assertThat(doubled).as("scores doubled in run %d", run).isZero();
            softly.assertThat(differing).as("scores that differ in run %d", run).isZero();
            softly.assertThat(committed.tallies()).as("tallies of run %d", run).isEqualTo(expected.tallies());
            softly.assertThat(committed.sideRecords())
                    .as("late and dead records of run %d", run)
                    .isEqualTo(expected.sideRecords());
        });
    }

    private static String table(List<Happened> happened) {
        StringBuilder table = new StringBuilder(
                String.format("%-6s %-8s %-10s %-15s %-5s %s%n", "run", "attempt", "place", "moment", "seam", "where"));
        for (Happened one : happened) {
            table.append(String.format(
                    "%-6s %-8d %-10s %-15s %-5s %s%n",
                    one.run(),
                    one.attempt(),
                    one.fault().place(),
                    one.fault().moment(),
                    one.seam() ? "yes" : "",
                    one.detail()));
        }
        return table.toString();
    }

    private static void requireEnough(List<Happened> happened) {
        assertThat(happened).hasSizeGreaterThanOrEqualTo(4 * RUNS);
        assertThat(happened.stream().filter(h -> h.fault().moment().isDuringCheckpoint()))
                .as("during a checkpoint")
                .hasSizeGreaterThanOrEqualTo(RUNS);
        assertThat(happened.stream().filter(Happened::seam))
                .as("around the seam")
                .hasSizeGreaterThanOrEqualTo(RUNS);
        assertThat(happened.stream().filter(h -> h.fault().moment() == Fault.Moment.BEFORE_COMMIT))
                .as("between pre-commit and commit")
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(happened.stream().map(h -> h.fault().place()))
                .contains(
                        PipelineHooks.SOURCE,
                        PipelineHooks.FEATURES,
                        PipelineHooks.SCORING,
                        PipelineHooks.SINK,
                        Fault.COMMITTER);
    }
}
