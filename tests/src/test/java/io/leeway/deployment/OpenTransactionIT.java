package io.leeway.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leeway.cli.Leeway;
import io.leeway.local.EmbeddedBroker;
import io.leeway.records.SinkRecord;
import io.leeway.sinks.Sinks;
import io.leeway.topics.KafkaConnection;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that was cancelled between a savepoint and its commit, and never started again: its transaction is listed, is not aborted, and can be committed.
 */
@Timeout(180)
class OpenTransactionIT {
    private static final String TOPIC = "written";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void whatASavepointListsIsCommittedAndNotAborted() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            broker.createTopic(TOPIC, 1, Map.of());
            KafkaConnection kafka = KafkaConnection.to(broker.bootstrapServers());
            assertThat(run(broker)).isZero();
            assertThat(out.toString()).isEqualTo("no open transactions under leeway\n");

            String savepoint = cancelledAfterASavepoint(kafka);
            Path savepoints = folder.resolve("savepoints");
            try (KafkaProducer<byte[], byte[]> gone = kafka.producer(Map.of("transactional.id", "leeway-gone-0-3"))) {
                gone.initTransactions();
                gone.beginTransaction();
                gone.send(new ProducerRecord<>(TOPIC, "lost".getBytes(UTF_8))).get();

                assertThat(run(broker, "--checkpoints", savepoints)).isZero();
                List<String> lines = out.toString().lines().toList();
                assertThat(lines).hasSize(3);
                assertThat(lines.get(0))
                        .matches("transaction +state +producer +open for +timeout +pre-committed in +topics");
                assertThat(lines.get(1))
                        .matches("leeway-held-0-\\d+ +Ongoing +\\d+/\\d+ +\\d+[sm] +5m +\\S*"
                                + Path.of(savepoint).getFileName() + " +written 0");
                assertThat(lines.get(2)).matches("leeway-gone-0-3 +Ongoing .* 1m +none +written 0");
                String held = lines.get(1).split(" ")[0];

                assertThat(run(broker, "--abort", held)).isEqualTo(1);
                assertThat(err.toString())
                        .contains("Expected --checkpoints with --abort, found none")
                        .hasLineCount(1);
                assertThat(run(broker, "--checkpoints", savepoints, "--abort", held))
                        .isEqualTo(1);
                assertThat(err.toString())
                        .contains(
                                "Expected a transaction that no checkpoint lists, found " + held + " pre-committed in")
                        .contains("aborting it would lose its records; publish them with --commit " + held);
                assertThat(run(broker, "--checkpoints", savepoints, "--commit", "leeway-gone-0-3"))
                        .isEqualTo(1);
                assertThat(err.toString()).contains("in none of 1 pre-committed ones", "doubled; use --abort");
                assertThat(run(broker, "--checkpoints", savepoints, "--commit", "leeway-0-1"))
                        .isEqualTo(1);
                assertThat(err.toString()).contains("Expected an open transaction leeway-0-1, found none among 2");

                assertThat(run(broker, "--checkpoints", savepoints, "--commit", held))
                        .as(err.toString())
                        .isZero();
                assertThat(out.toString()).isEqualTo("committed " + held + "\n");
                assertThat(run(broker, "--checkpoints", savepoints, "--abort", "leeway-gone-0-3"))
                        .as(err.toString())
                        .isZero();
                assertThat(run(broker, "--transactional-id", "leeway-")).isZero();
                assertThat(out.toString()).isEqualTo("no open transactions under leeway-\n");
            }
            assertThat(committed(kafka)).isNotEmpty().doesNotContain("lost").startsWith("0", "1");
        }
    }

    /** No checkpoint follows a plain savepoint here, so that what it pre-committed stays so. */
    private String cancelledAfterASavepoint(KafkaConnection kafka) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        Sinks.add(
                env.fromSource(
                        new DataGeneratorSource<>(
                                OpenTransactionIT::record,
                                Long.MAX_VALUE,
                                RateLimiterStrategy.perSecond(20),
                                TypeInformation.of(SinkRecord.class)),
                        WatermarkStrategy.noWatermarks(),
                        "numbers"),
                Sinks.kafka(kafka, "leeway-held", Duration.ofMinutes(5)),
                "out");
        JobClient job = env.executeAsync("held");
        await("records in the topic").atMost(Duration.ofMinutes(1)).until(() -> written(kafka) > 2);
        String savepoint = await("a savepoint")
                .atMost(Duration.ofMinutes(1))
                .ignoreException(ExecutionException.class)
                .until(
                        () -> job.triggerSavepoint(
                                        Files.createDirectories(folder.resolve("savepoints"))
                                                .toUri()
                                                .toString(),
                                        SavepointFormatType.CANONICAL)
                                .get(),
                        Objects::nonNull);
        job.cancel().get();
        await("the end of the job").atMost(Duration.ofMinutes(1)).until(() -> job.getJobExecutionResult()
                .isDone());
        return savepoint;
    }

    private static SinkRecord record(long number) {
        byte[] text = Long.toString(number).getBytes(UTF_8);
        return SinkRecord.of(TOPIC, text, text, 0);
    }

    private static long written(KafkaConnection kafka) {
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer(Map.of())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    private static List<String> committed(KafkaConnection kafka) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer(Map.of("isolation.level", "read_committed"))) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(each -> values.add(new String(each.value(), UTF_8)));
            }
        }
        return values;
    }

    private int run(EmbeddedBroker broker, Object... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> words =
                new ArrayList<>(List.of("topics", "transactions", "--bootstrap", broker.bootstrapServers()));
        for (Object each : more) {
            words.add(each.toString());
        }
        return Leeway.commandLine(false)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }
}
