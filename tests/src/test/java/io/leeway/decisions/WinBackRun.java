package io.leeway.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.fault.FaultEdges;
import io.leeway.fault.FaultPlan;
import io.leeway.fault.FaultyCommits;
import io.leeway.jobs.PipelineHooks;
import io.leeway.jobs.WinBackJob;
import io.leeway.local.EmbeddedBroker;
import io.leeway.records.ShopAction;
import io.leeway.records.SinkRecord;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.sinks.Sinks;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.TombstoneTime;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
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
import org.jspecify.annotations.Nullable;

/** Runs of the win-back job over the same input, and what they commit. */
record WinBackRun(EmbeddedBroker broker, WinBackInput input, String model) {
    private static final String ERASED = "erased at ";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, List<?>> RECORDS = new ConcurrentHashMap<>();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What a run in batch that nothing disturbs decides. */
    List<String> undisturbed() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        List<String> offers = new ArrayList<>();
        try (CloseableIterator<SinkRecord> out = WinBackJob.offers(
                        actions(env, 1_000_000),
                        scores(env, 1_000_000),
                        model,
                        WinBackInput.OPTIONS,
                        PipelineHooks.PLAIN)
                .executeAndCollect()) {
            out.forEachRemaining(record -> offers.add(text(record.key(), record.value(), record.eventTimeMillis())));
        }
        return offers;
    }

    /**
     * Starts a run that commits to Kafka.
     *
     * @param savepoint to go on from; null begins
     * @param pace records that a source hands on between two checkpoints
     * @param plan of failures; null has none
     */
    JobClient start(int parallelism, @Nullable String savepoint, int pace, @Nullable FaultPlan plan) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 50);
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(20));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        if (savepoint != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
        Sinks.Destination kafka = Sinks.kafka(
                KafkaConnection.to(broker.bootstrapServers()),
                plan == null ? "win-back" : plan.run(),
                Duration.ofMinutes(5));
        WinBackJob.define(
                actions(env, pace),
                scores(env, pace),
                model,
                WinBackInput.OPTIONS,
                plan == null ? PipelineHooks.PLAIN : new FaultEdges(plan.run()),
                plan == null ? kafka : () -> new FaultyCommits<>(plan.run(), (KafkaSink<SinkRecord>) kafka.sink()));
        return env.executeAsync("win-back");
    }

    private DataStream<ShopAction> actions(StreamExecutionEnvironment env, int pace) {
        return source(env, "actions", input.actions(), ShopAction.class, ShopAction::timeMillis, pace);
    }

    private DataStream<ScoreUpdate> scores(StreamExecutionEnvironment env, int pace) {
        return source(env, "scores", input.scores(), ScoreUpdate.class, ScoreUpdate::asOfMillis, pace);
    }

    private static <T> DataStream<T> source(
            StreamExecutionEnvironment env,
            String name,
            List<? extends T> records,
            Class<T> type,
            SerializableFunction<T, Long> time,
            int pace) {
        // The job runs in this JVM, and records need not be serialised with its graph.
        RECORDS.put(name, List.copyOf(records));
        GeneratorFunction<Long, T> byNumber =
                number -> type.cast(RECORDS.getOrDefault(name, List.of()).get(number.intValue()));
        DataGeneratorSource<T> source = new DataGeneratorSource<>(
                byNumber, records.size(), RateLimiterStrategy.perCheckpoint(pace), TypeInformation.of(type));
        return env.fromSource(
                        source,
                        WatermarkStrategy.<T>forMonotonousTimestamps()
                                .withTimestampAssigner((record, ignored) -> time.apply(record)),
                        name,
                        TypeInformation.of(type))
                .setParallelism(1)
                .uid(name);
    }

    /** Where the topic ends, open transactions and all. */
    long end() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_uncommitted")) {
            TopicPartition offers = new TopicPartition(Topics.OFFERS, 0);
            return consumer.endOffsets(List.of(offers)).getOrDefault(offers, 0L);
        }
    }

    /** What was committed from an offset on, in order. */
    List<String> committed(long from, boolean all) {
        long end = end();
        List<String> offers = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
            TopicPartition partition = new TopicPartition(Topics.OFFERS, 0);
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            long deadline = System.nanoTime() + (all ? PATIENCE : Duration.ofSeconds(1)).toNanos();
            while (consumer.position(partition) < end && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    offers.add(text(record.key(), record.value(), TombstoneTime.of(record)));
                }
            }
            if (all) {
                assertThat(consumer.position(partition))
                        .as("no transaction stays open")
                        .isEqualTo(end);
            }
        }
        return offers;
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", isolation),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** An erased shopper may object, too: each has its tombstone. */
    private static String text(byte @Nullable [] key, byte @Nullable [] value, long eventTimeMillis) {
        String user = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        return user + " " + (value == null ? ERASED + eventTimeMillis : new String(value, StandardCharsets.UTF_8));
    }

    /** The most that is spent in a window of the budget. */
    static double mostSpent(List<String> offers) throws IOException {
        Map<Long, Double> spent = new HashMap<>();
        for (String offer : offers) {
            if (!offer.contains(" " + ERASED)) {
                JsonNode node = JSON.readTree(offer.substring(offer.indexOf(' ')));
                long at = Instant.parse(node.get("asOf").asText()).toEpochMilli();
                spent.merge(
                        at / WinBackInput.OPTIONS.window().toMillis(),
                        node.get("cost").asDouble(),
                        Double::sum);
            }
        }
        return spent.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
}
