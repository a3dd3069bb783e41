package io.leeway.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.leeway.decisions.canary.CanaryGuard;
import io.leeway.decisions.effect.EffectOptions;
import io.leeway.fault.Fault;
import io.leeway.fault.FaultEdges;
import io.leeway.fault.FaultPlan;
import io.leeway.fault.FaultyCommits;
import io.leeway.fault.PacedSource;
import io.leeway.jobs.EffectJob;
import io.leeway.jobs.PipelineHooks;
import io.leeway.local.EmbeddedBroker;
import io.leeway.records.JudgedScore;
import io.leeway.records.LabelledScore;
import io.leeway.records.LoggedDecision;
import io.leeway.records.Outcome;
import io.leeway.records.ReturnEvent;
import io.leeway.records.SinkRecord;
import io.leeway.sinks.Sinks;
import io.leeway.topics.Effect;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The effect job with a real broker, broken again and again: its effects are those of a run in batch that nobody disturbs, to the letter, each once. */
class EffectFaultIT {
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final TopicPartition EFFECTS = new TopicPartition(Topics.EFFECTS, 0);
    private static final EffectOptions OPTIONS = new EffectOptions(
            Duration.ofHours(6), Duration.ofHours(8), Duration.ofHours(20), Duration.ofHours(30), Duration.ofDays(1));
    /** A function that travels finds the records here: they run in this JVM. */
    private static final EffectInput INPUT = EffectInput.random(31, 20, 12);

    @TempDir
    private Path folder;

    @Test
    void failuresLoseAndDoubleNoEffect() throws Exception {
        failures(1, 4);
    }

    @Test
    @EnabledIfSystemProperty(
            named = "leeway.decisions",
            matches = "true",
            disabledReason = "takes a minute: mvn verify -Dleeway.decisions=true -Dit.test=EffectFaultIT")
    void twentyFailuresLoseAndDoubleNoEffect() throws Exception {
        failures(4, 5);
    }

    private void failures(int runs, int each) throws Exception {
        Map<String, String> expected = undisturbed();
        assertThat(expected).hasSizeGreaterThan(300);
        assertThat(expected.keySet().stream().map(key -> key.substring(0, key.indexOf('/'))))
                .contains("model", "offers", "treatment", "policy");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            broker.createTopic(Topics.EFFECTS, 1, Map.of());
            int happened = 0;
            for (int run = 0; run < runs; run++) {
                long from = end(broker.bootstrapServers());
                List<Fault> faults = Fault.anywhere(run, each);
                FaultPlan plan = FaultPlan.of("effect-" + run, faults, EffectInput.BEGIN, 2);
                disturbed(broker.bootstrapServers(), plan, run);
                assertThat(plan.happened())
                        .as("failures of run %d, planned %s; %s", run, faults, plan.progress())
                        .hasSize(each);
                happened += plan.happened().size();
                assertThat(committed(broker.bootstrapServers(), from)).isEqualTo(expected);
            }
            System.out.println(happened + " failures, " + expected.size() + " effects each once in every run");
        }
    }

    private static Map<String, String> undisturbed() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        Map<String, String> effects = new TreeMap<>();
        try (CloseableIterator<SinkRecord> out = EffectJob.effects(
                        labels(
                                given(env, INPUT.scores(), JudgedScore.class, JudgedScore::asOfMillis),
                                given(env, INPUT.comebacks(), ReturnEvent.class, ReturnEvent::timeMillis)),
                        given(env, INPUT.decisions(), LoggedDecision.class, logged -> logged.decision()
                                .asOfMillis()),
                        given(env, INPUT.outcomes(), Outcome.class, Outcome::timeMillis),
                        OPTIONS,
                        PipelineHooks.PLAIN)
                .executeAndCollect()) {
            while (out.hasNext()) {
                add(effects, out.next().value());
            }
        }
        return effects;
    }

    private static DataStream<LabelledScore> labels(DataStream<JudgedScore> scores, DataStream<ReturnEvent> comebacks) {
        return CanaryGuard.outcomes(scores, comebacks, OPTIONS.horizon());
    }

    private static <T> DataStream<T> given(
            StreamExecutionEnvironment env, List<T> records, Class<T> type, SerializableFunction<T, Long> time) {
        return env.fromData(records, TypeInformation.of(type))
                .assignTimestampsAndWatermarks(WatermarkStrategy.<T>noWatermarks()
                        .withTimestampAssigner((record, ignored) -> time.apply(record)));
    }

    private static void disturbed(String bootstrap, FaultPlan plan, int run) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(150));
        configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, run % 2 == 1);
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 20);
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(20));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 50);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        Sinks.Destination kafka = Sinks.kafka(KafkaConnection.to(bootstrap), plan.run(), Duration.ofMinutes(5));
        EffectJob.define(
                labels(
                        paced(
                                env,
                                "scores",
                                index -> INPUT.scores().get(index.intValue()),
                                INPUT.scores().size(),
                                JudgedScore.class,
                                JudgedScore::asOfMillis),
                        paced(
                                env,
                                "comebacks",
                                index -> INPUT.comebacks().get(index.intValue()),
                                INPUT.comebacks().size(),
                                ReturnEvent.class,
                                ReturnEvent::timeMillis)),
                paced(
                        env,
                        "decisions",
                        index -> INPUT.decisions().get(index.intValue()),
                        INPUT.decisions().size(),
                        LoggedDecision.class,
                        logged -> logged.decision().asOfMillis()),
                paced(
                        env,
                        "outcomes",
                        index -> INPUT.outcomes().get(index.intValue()),
                        INPUT.outcomes().size(),
                        Outcome.class,
                        Outcome::timeMillis),
                OPTIONS,
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

    /** All sources are at their ends after as many checkpoints, about forty. */
    private static <T> DataStream<T> paced(
            StreamExecutionEnvironment env,
            String name,
            SerializableFunction<Long, T> record,
            int count,
            Class<T> type,
            SerializableFunction<T, Long> time) {
        NumberSequenceSource numbers = new NumberSequenceSource(0, count - 1L);
        return env.fromSource(pace(numbers, 1 + count / 40), WatermarkStrategy.noWatermarks(), name, Types.LONG)
                .setParallelism(1)
                .uid(name)
                .map(record::apply, TypeInformation.of(type))
                .setParallelism(1)
                .assignTimestampsAndWatermarks(WatermarkStrategy.<T>forBoundedOutOfOrderness(EffectInput.LATENESS)
                        .withTimestampAssigner((each, ignored) -> time.apply(each)))
                .setParallelism(1);
    }

    private static <T, S extends SourceSplit, E> Source<T, S, E> pace(Source<T, S, E> source, int each) {
        return new PacedSource<>(source, each);
    }

    private static void add(Map<String, String> effects, byte[] json) {
        Effect effect = Effect.of(json);
        String key = effect.kind() + "/" + effect.name() + "/" + effect.version() + "/" + effect.fromMillis();
        assertThat(effects.put(key, new String(json, StandardCharsets.UTF_8)))
                .as("a second %s", key)
                .isNull();
    }

    private static Map<String, String> committed(String bootstrap, long from) {
        Map<String, String> effects = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap, "read_committed")) {
            consumer.assign(List.of(EFFECTS));
            consumer.seek(EFFECTS, from);
            long end = consumer.endOffsets(List.of(EFFECTS)).getOrDefault(EFFECTS, 0L);
            while (consumer.position(EFFECTS) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    add(effects, record.value());
                }
            }
        }
        return effects;
    }

    /** The topic's end, open transactions and all. */
    private static long end(String bootstrap) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap, "read_uncommitted")) {
            return consumer.endOffsets(List.of(EFFECTS)).getOrDefault(EFFECTS, 0L);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, String isolation) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", isolation),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
