package io.leeway.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.fault.Fault;
import io.leeway.fault.FaultEdges;
import io.leeway.fault.FaultPlan;
import io.leeway.fault.FaultyCommits;
import io.leeway.jobs.PipelineHooks;
import io.leeway.local.EmbeddedBroker;
import io.leeway.records.SinkRecord;
import io.leeway.sinks.Sinks;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The recommending job with a real model and a real broker, broken again and again and moved to another parallelism: its lists are an undisturbed run's, each once. */
class RecommendFaultIT {
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Duration CHECKPOINTS = Duration.ofMillis(150);

    @TempDir
    private Path folder;

    @Test
    void failuresLoseAndDoubleNoList() throws Exception {
        failures(1, 4);
    }

    @Test
    @EnabledIfSystemProperty(
            named = "leeway.decisions",
            matches = "true",
            disabledReason = "takes a minute: mvn verify -Dleeway.decisions=true -Dit.test=RecommendFaultIT")
    void twentyFailuresLoseAndDoubleNoList() throws Exception {
        failures(4, 5);
    }

    private void failures(int runs, int each) throws Exception {
        RecommendRun.play(RecommendInput.random(23, 9, 3, 4, 9));
        Path model = RecommendRun.model(folder.resolve("models"));
        Map<String, String> expected = words(RecommendRun.undisturbed(model));
        assertThat(expected).hasSizeGreaterThan(60);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            broker.createTopic(Topics.RECOMMENDATIONS, 1, Map.of());
            int happened = 0;
            for (int run = 0; run < runs; run++) {
                long from = RecommendRun.end(broker.bootstrapServers());
                List<Fault> faults = Fault.anywhere(run, each);
                FaultPlan plan = FaultPlan.of("recommend-" + run, faults, RecommendInput.BEGIN, 2);
                disturbed(broker.bootstrapServers(), model, plan, run);
                assertThat(plan.happened())
                        .as("failures of run %d, planned %s; %s", run, faults, plan.progress())
                        .hasSize(each);
                happened += plan.happened().size();
                requireSame(expected, broker.bootstrapServers(), from);
            }
            System.out.println(happened + " failures, " + expected.size() + " lists each once in every run");
        }
    }

    private static void disturbed(String bootstrap, Path model, FaultPlan plan, int run) throws Exception {
        Configuration configuration = configuration();
        configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, run % 2 == 1);
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 20);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 50);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        Sinks.Destination kafka = kafka(bootstrap, plan.run());
        RecommendRun.define(
                env,
                model,
                new FaultEdges(plan.run()),
                () -> new FaultyCommits<>(plan.run(), (KafkaSink<SinkRecord>) kafka.sink()));
        JobClient job = env.executeAsync(plan.run());
        try {
            job.getJobExecutionResult().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException hangs) {
            job.cancel().get(30, TimeUnit.SECONDS);
            fail("Expected the run to end within %s, found it still running; %s", DEADLINE, plan.progress());
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "leeway.decisions",
            matches = "true",
            disabledReason = "takes half a minute: mvn verify -Dleeway.decisions=true -Dit.test=RecommendFaultIT")
    void aSavepointIsGoneOnWithAtAnotherParallelism() throws Exception {
        RecommendRun.play(RecommendInput.random(29, 9, 3, 4, 9));
        Path model = RecommendRun.model(folder.resolve("models"));
        Map<String, String> expected = words(RecommendRun.undisturbed(model));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            String bootstrap = broker.bootstrapServers();
            broker.createTopic(Topics.RECOMMENDATIONS, 1, Map.of());
            StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, configuration());
            RecommendRun.define(env, model, PipelineHooks.PLAIN, kafka(bootstrap, "before"));
            JobClient before = env.executeAsync("before");
            await("some lists")
                    .atMost(DEADLINE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> RecommendRun.committed(bootstrap, 0, new HashMap<>())
                                    .size()
                            > 10);
            String savepoint = before.stopWithSavepoint(
                            false, folder.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
                    .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            int first = RecommendRun.committed(bootstrap, 0, new HashMap<>()).size();
            assertThat(first).isLessThan(expected.size());

            Configuration configuration = configuration();
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
            StreamExecutionEnvironment again = StreamExecutionEnvironment.createLocalEnvironment(3, configuration);
            RecommendRun.define(again, model, PipelineHooks.PLAIN, kafka(bootstrap, "after"));
            again.execute("after");
            System.out.println(first + " of " + expected.size() + " lists before the savepoint");
            requireSame(expected, bootstrap, 0);
        }
    }

    private static Sinks.Destination kafka(String bootstrap, String prefix) {
        return Sinks.kafka(KafkaConnection.to(bootstrap), prefix, Duration.ofMinutes(5));
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
        return configuration;
    }

    private static Map<String, String> words(Map<String, JsonNode> lists) {
        return lists.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, list -> RecommendRun.words(list.getValue()), (a, b) -> a, TreeMap::new));
    }

    private static void requireSame(Map<String, String> expected, String bootstrap, long from) throws Exception {
        Map<String, Integer> times = new HashMap<>();
        Map<String, String> found = words(RecommendRun.committed(bootstrap, from, times));
        assertThat(found).containsExactlyEntriesOf(expected);
        assertThat(times.values()).containsOnly(1);
        assertThat(times.keySet().stream().filter(key -> key.startsWith("erased")))
                .isNotEmpty();
    }
}
