package io.leeway.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leeway.local.EmbeddedBroker;
import io.leeway.sources.CheckpointOrder;
import io.leeway.sources.kafka.KafkaInput;
import io.leeway.sources.kafka.OnLostEvents;
import io.leeway.topics.KafkaConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention that overtakes a job which reads more slowly than records are written. */
class OvertakenReaderIT {
    private static final String TOPIC = "overtaken";
    private static final int RECORDS = 200;
    private static final int KEPT = 10;

    /** Results and signals of the one job that runs at a time, which has its functions by copy. */
    private static final Queue<String> READ = new ConcurrentLinkedQueue<>();

    private static CountDownLatch begun = new CountDownLatch(1);
    private static CountDownLatch deleted = new CountDownLatch(1);

    @TempDir
    private Path folder;

    @BeforeEach
    void reset() {
        READ.clear();
        begun = new CountDownLatch(1);
        deleted = new CountDownLatch(1);
    }

    @Test
    void theJobEndsWithTheRangeAndIsNotRestarted() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            JobClient job = overtaken(broker, OnLostEvents.FAIL);
            assertThatThrownBy(() -> job.getJobExecutionResult().get(4, TimeUnit.MINUTES))
                    .hasStackTraceContaining("found that it begins at " + (RECORDS - KEPT) + ": at most ")
                    .hasStackTraceContaining("records were deleted before they were read");
            assertThat(READ).doesNotContain("last");
        }
    }

    @Test
    void theJobGoesOnAtTheFirstRecordThatIsLeft() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            JobClient job = overtaken(broker, OnLostEvents.CONTINUE);
            await("the last record").atMost(Duration.ofMinutes(4)).until(() -> READ.contains("last"));
            job.cancel().get();
            List<String> kept = new ArrayList<>();
            for (int record = RECORDS - KEPT; record < RECORDS; record++) {
                kept.add(text(record));
            }
            assertThat(READ).containsAll(kept);
        }
    }

    private JobClient overtaken(EmbeddedBroker broker, OnLostEvents onLostEvents) throws Exception {
        broker.createTopic(TOPIC, 1, Map.of());
        KafkaConnection kafka = KafkaConnection.to(broker.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of())) {
            for (int record = 0; record < RECORDS; record++) {
                send(producer, text(record));
            }
            JobClient job = start(kafka, onLostEvents);
            assertThat(begun.await(4, TimeUnit.MINUTES)).isTrue();
            try (Admin admin = kafka.admin()) {
                admin.deleteRecords(Map.of(new TopicPartition(TOPIC, 0), RecordsToDelete.beforeOffset(RECORDS - KEPT)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            send(producer, "last");
            deleted.countDown();
            return job;
        }
    }

    /** A batch of its own for each: a reader fetches few ahead. */
    private static void send(KafkaProducer<byte[], byte[]> producer, String text) {
        producer.send(new ProducerRecord<>(TOPIC, text.getBytes(StandardCharsets.UTF_8)));
        producer.flush();
    }

    private static String text(int record) {
        return "record " + record + " " + "x".repeat(2_000);
    }

    private JobClient start(KafkaConnection kafka, OnLostEvents onLostEvents) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 20);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        env.enableCheckpointing(100);
        KafkaConnection small = kafka.withClientSettings(
                null, Map.of("max.poll.records", "1", "max.partition.fetch.bytes", "1024", "fetch.max.bytes", "1024"));
        KafkaInput input = new KafkaInput(small, TOPIC, Duration.ZERO, onLostEvents, () -> {});
        CheckpointOrder.source(
                        env,
                        input.source(
                                List.of(TOPIC), KafkaRecordDeserializationSchema.valueOnly(new SimpleStringSchema())),
                        WatermarkStrategy.<String>noWatermarks(),
                        TOPIC,
                        Types.STRING)
                .uid(TOPIC)
                .map(new Slow())
                .returns(Types.STRING)
                .sinkTo(new DiscardingSink<>());
        return env.executeAsync(TOPIC);
    }

    private static final class Slow extends RichMapFunction<String, String> {
        private static final long serialVersionUID = 1L;

        private transient int read;

        @Override
        public void open(OpenContext context) {
            read = 0;
        }

        @Override
        public String map(String text) throws InterruptedException {
            READ.add(text);
            // A checkpoint has the first records behind it.
            if (++read == 20) {
                begun.countDown();
                deleted.await();
            }
            return text;
        }
    }
}
