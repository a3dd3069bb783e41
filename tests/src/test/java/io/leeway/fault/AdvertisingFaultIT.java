package io.leeway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.fault.Fault.Moment;
import io.leeway.fault.Fault.Phase;
import io.leeway.jobs.PipelineHooks;
import io.leeway.local.EmbeddedBroker;
import io.leeway.records.SinkRecord;
import io.leeway.sinks.Sinks;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Advertising broken again and again, and rescaled: what is committed is what the same campaigns decide in plain Java, and budgets are kept. */
class AdvertisingFaultIT {
    private static final List<String> PLACES = List.of(PipelineHooks.SOURCE, PipelineHooks.SINK, Fault.COMMITTER);
    private static final Duration DEADLINE = Duration.ofMinutes(4);

    @TempDir
    private static Path scratch;

    private static AdvertisingInput input;

    @BeforeAll
    static void play() throws Exception {
        input = AdvertisingInput.make(scratch.resolve("models"), Boolean.getBoolean("leeway.decisions") ? 1500 : 1000);
    }

    @Test
    void budgetsAreSpentAndNeverOverspent() {
        assertThat(input.bids()).hasSizeGreaterThan(300);
        input.plans().forEach(plan -> {
            double spent = input.spent().getOrDefault(plan.id(), 0.0);
            assertThat(spent).as("spent by %s", plan.id()).isBetween(0.98 * plan.budget(), plan.budget());
        });
    }

    @Test
    void aFewFailuresLoseAndDoubleNoBid() throws Exception {
        Path output = scratch.resolve("few");
        FaultPlan plan = FaultPlan.of(
                "advertise-few", faults(List.of(PipelineHooks.SOURCE, PipelineHooks.SINK), 3, 5), input.begin(), 2);
        execute(plan, Sinks.files(output.toString()), 2);
        requireSame(plan, AdvertisingInput.lines(output, Topics.ADS), 3);
    }

    @Test
    @EnabledIfSystemProperty(
            named = "leeway.decisions",
            matches = "true",
            disabledReason = "takes some minutes: mvn verify -Dleeway.decisions=true -Dit.test=AdvertisingFaultIT")
    void twentyFailuresLoseAndDoubleNoBidInKafka() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(scratch.resolve("broker"))) {
            for (String topic : List.of(Topics.ADS, Topics.EFFECTS)) {
                broker.createTopic(topic, 2, Map.of());
            }
            FaultPlan plan = FaultPlan.of("advertise-many", faults(PLACES, 20, 11), input.begin(), 2);
            Sinks.Destination kafka =
                    Sinks.kafka(KafkaConnection.to(broker.bootstrapServers()), plan.run(), Duration.ofMinutes(5));
            execute(plan, () -> new FaultyCommits<>(plan.run(), (KafkaSink<SinkRecord>) kafka.sink()), 2);
            requireSame(plan, AdvertisingInput.committed(broker.bootstrapServers(), Topics.ADS), 20);
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "leeway.decisions",
            matches = "true",
            disabledReason = "takes some minutes: mvn verify -Dleeway.decisions=true -Dit.test=AdvertisingFaultIT")
    void budgetsCapsAndLearningSurviveASavepointAtAnotherParallelism() throws Exception {
        Path output = scratch.resolve("rescaled");
        StreamExecutionEnvironment first = StreamExecutionEnvironment.createLocalEnvironment(1, configuration());
        AdvertisingInput.define(first, input, PipelineHooks.PLAIN, Sinks.files(output.toString()), true);
        JobClient client = first.executeAsync("before");
        AdvertisingInput.awaitHalf(client);
        String savepoint = client.stopWithSavepoint(
                        false, scratch.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);
        List<String> before = AdvertisingInput.lines(output, Topics.ADS);
        assertThat(before.size()).isBetween(1, input.bids().size() - 1);
        Configuration configuration = configuration();
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        StreamExecutionEnvironment second = StreamExecutionEnvironment.createLocalEnvironment(3, configuration);
        AdvertisingInput.define(second, input, PipelineHooks.PLAIN, Sinks.files(output.toString()), false);
        second.execute("after");
        assertThat(AdvertisingInput.lines(output, Topics.ADS)).containsExactlyElementsOf(input.bids());
    }

    private static void execute(FaultPlan plan, Sinks.Destination destination, int parallelism) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration());
        AdvertisingInput.define(env, input, new FaultEdges(plan.run()), destination, true);
        JobClient job = env.executeAsync(plan.run());
        try {
            job.getJobExecutionResult().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException hung) {
            job.cancel().get(30, TimeUnit.SECONDS);
            throw new AssertionError("Expected the run to end, found " + plan.progress(), hung);
        }
    }

    private static void requireSame(FaultPlan plan, List<String> committed, int failures) {
        System.out.println(
                "AdvertisingFaultIT " + plan.run() + ": " + plan.happened().size() + " failures, " + committed.size()
                        + " bids committed of " + input.bids().size());
        assertThat(plan.happened()).hasSize(failures);
        assertThat(plan.restarts()).isEqualTo(failures);
        assertThat(committed).doesNotHaveDuplicates();
        assertThat(committed).containsExactlyElementsOf(input.bids());
    }

    /** At random places and moments, the first few soon. */
    private static List<Fault> faults(List<String> places, int count, int seed) {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String place = places.get(i % places.size());
            Moment moment = place.equals(Fault.COMMITTER)
                    ? random.nextBoolean() ? Moment.BEFORE_COMMIT : Moment.AFTER_COMMIT
                    : random.nextInt(3) == 0 ? Moment.SNAPSHOT : Moment.RECORD;
            int countdown = moment == Moment.RECORD ? 1 + random.nextInt(30) : 1;
            faults.add(new Fault(place, moment, Phase.HISTORY, random.nextInt(2), countdown));
        }
        return faults;
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 20);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 60);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        return configuration;
    }
}
