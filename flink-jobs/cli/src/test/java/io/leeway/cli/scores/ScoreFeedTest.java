package io.leeway.cli.scores;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.cli.audit.AuditedTopics;
import io.leeway.cli.audit.VisibleTimes;
import io.leeway.cli.console.Percentiles;
import io.leeway.cli.demo.ScoreFiles;
import io.leeway.local.EmbeddedBroker;
import io.leeway.local.SharedBroker;
import io.leeway.sources.LiveRecords;
import io.leeway.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class ScoreFeedTest {

    private final EmbeddedBroker broker;

    @TempDir
    private Path folder;

    ScoreFeedTest(EmbeddedBroker broker) {
        this.broker = broker;
    }

    @BeforeEach
    void topics() throws Exception {
        AuditedTopics.create(broker);
    }

    @AfterEach
    void dropTopics() throws Exception {
        AuditedTopics.delete(broker);
    }

    @Test
    void committedScoresReachListenersFilesAndTheClockOfTheirVisibility() throws Exception {
        List<String> seen = new ArrayList<>();
        VisibleTimes visible = new VisibleTimes();
        try (KafkaProducer<byte[], byte[]> producer = producer();
                ScoreFiles files = ScoreFiles.open(folder)) {
            List<Consumer<CommittedScore>> listeners = List.of(
                    files, visible, score -> seen.add(score.score().head().id()));
            try (TopicFeed feed = TopicFeed.ofScores(broker.bootstrapServers(), Clock.systemUTC(), listeners)) {
                producer.beginTransaction();
                send(producer, Topics.CHURN, SampleScores.churn(1, "session-end", false, 0.25), 60_000);
                send(producer, Topics.INTEREST, SampleScores.interest(2, "window", false, 0.5), 60_000);
                send(producer, Topics.CHURN, SampleScores.churn(3, "silence", false, 0.75), 9_000_000);
                send(producer, Topics.CHURN, SampleScores.churn(4, "window", true, 0.5), 9_000_000);
                producer.commitTransaction();
                producer.beginTransaction();
                send(producer, Topics.CHURN, SampleScores.churn(5, "window", false, 0.5), 60_000);
                producer.flush();
                producer.abortTransaction();
                feed.finish();
            }
        }
        visible.write(folder);

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        SampleScores.id(1), SampleScores.id(2), SampleScores.id(3), SampleScores.id(4));
        Percentiles measured = VisibleTimes.read(folder).orElseThrow();
        assertThat(measured.p50()).as("a minute, silence and backfill left out").isBetween(60_000.0, 120_000.0);
        assertThat(measured.p99()).isBetween(60_000.0, 120_000.0);
        assertThat(Files.readAllLines(folder.resolve("churn.jsonl")))
                .hasSize(3)
                .contains(new String(SampleScores.churn(1, "session-end", false, 0.25), UTF_8));
        assertThat(Files.readAllLines(folder.resolve("interest.jsonl"))).hasSize(1);
        CSVRecord row = csv("interest.csv").get(0);
        assertThat(row.get("drift")).isEqualTo("0.5");
        assertThat(row.get("to1")).isEqualTo("toddler, or so");
        assertThat(row.get("next2_probability")).isEqualTo("0.1");
        assertThat(row.get("next3")).isEmpty();
        assertThat(csv("churn.csv"))
                .extracting(found -> found.get("probability"))
                .contains("0.25", "0.75", "0.5");
    }

    private List<CSVRecord> csv(String name) throws Exception {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(folder.resolve(name), UTF_8, format)) {
            return parser.getRecords();
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "feed-" + System.nanoTime()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, byte[] value, long ageMillis) {
        ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(topic, "k".getBytes(UTF_8), value);
        String appendedAt = Long.toString(System.currentTimeMillis() - ageMillis);
        sent.headers().add(LiveRecords.APPENDED_AT, appendedAt.getBytes(UTF_8));
        producer.send(sent);
    }
}
