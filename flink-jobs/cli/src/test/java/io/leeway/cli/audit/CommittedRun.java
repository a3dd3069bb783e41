package io.leeway.cli.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leeway.cli.scores.SampleScores;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a run of a hundred scores a model and a hundred events leaves: a reference run's files, and
 * the topics, in transactions that a test begins and ends as it likes.
 */
final class CommittedRun implements AutoCloseable {

    private static final int SCORES = 100;

    private final KafkaProducer<byte[], byte[]> producer;

    CommittedRun(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "committed-run-" + System.nanoTime()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    static void writeReference(Path folder) throws IOException {
        write(
                folder.resolve(Topics.CHURN),
                IntStream.range(0, SCORES).mapToObj(CommittedRun::churn).toList());
        write(
                folder.resolve(Topics.INTEREST),
                IntStream.range(0, SCORES).mapToObj(CommittedRun::interest).toList());
    }

    static byte[] churn(int i) {
        return SampleScores.churn(i, trigger(i), i < 40, i / 100.0);
    }

    static byte[] interest(int i) {
        return SampleScores.interest(1000 + i, trigger(i), i < 40, i / 200.0);
    }

    static byte[] tally(String stage, String counts) {
        return ("{\"stage\":\"" + stage + "\",\"counts\":{" + counts + "}}").getBytes(UTF_8);
    }

    void begin() {
        producer.beginTransaction();
    }

    void flush() {
        producer.flush();
    }

    void commit() {
        producer.commitTransaction();
    }

    void abort() {
        producer.abortTransaction();
    }

    @Override
    public void close() {
        producer.close();
    }

    /** All scores of the reference run and the tallies of a hundred events, in one transaction. */
    void commitAllAndTallies() {
        begin();
        sendScores();
        sendTallies();
        commit();
    }

    void sendScores() {
        for (int i = 0; i < SCORES; i++) {
            send(Topics.CHURN, churn(i), i);
            send(Topics.INTEREST, interest(i), i);
        }
        send(Topics.CHURN, null, 0);
    }

    void sendTallies() {
        send(Topics.TALLIES, tally("decode", "\"history\":60,\"live\":20"), 0);
        send(Topics.TALLIES, tally("decode", "\"live\":20,\"dead.undecodable\":2"), 0);
        send(Topics.TALLIES, tally("features", "\"applied\":92,\"duplicates\":3,\"late\":2,\"erased\":1"), 0);
        for (int i = 0; i < 2; i++) {
            send(Topics.DEAD_LETTERS, "{\"stage\":\"decode\",\"reason\":\"undecodable\"}".getBytes(UTF_8), 0);
            send(Topics.LATE, "{\"reason\":\"late\"}".getBytes(UTF_8), 0);
        }
    }

    void send(String topic, byte[] value, int scoringMillis) {
        ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(topic, "k".getBytes(UTF_8), value);
        sent.headers().add("scoring-millis", Integer.toString(scoringMillis).getBytes(UTF_8));
        sent.headers().add("bundle-rows", "8".getBytes(UTF_8));
        producer.send(sent);
    }

    static String trigger(int i) {
        return List.of("session-end", "window", "silence").get(i % 3);
    }

    private static void write(Path folder, List<byte[]> scores) throws IOException {
        Path bucket = Files.createDirectories(folder.resolve("2026-01-01--00"));
        for (int part = 0; part < 2; part++) {
            StringBuilder lines = new StringBuilder();
            for (byte[] score : scores.subList(part * 50, part * 50 + 50)) {
                lines.append(new String(score, UTF_8)).append('\n');
            }
            Files.writeString(bucket.resolve("part-" + part), lines);
        }
        Files.writeString(bucket.resolve(".part-9.inprogress"), "{\"half\":");
    }
}
