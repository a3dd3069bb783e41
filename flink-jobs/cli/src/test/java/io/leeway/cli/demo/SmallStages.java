package io.leeway.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leeway.cli.audit.AuditReport;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.scores.CommittedTopics;
import io.leeway.cli.scores.SampleScores;
import io.leeway.sources.LiveRecords;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A shop of one live hour without history, and a job that answers every record with one churn
 * score, in a transaction.
 */
final class SmallStages implements DemoStages {

    static final int LIVE_EVENTS = 300;

    private static final Instant SEAM = Instant.parse("2026-02-01T00:00:00Z");

    private final int lost;

    /** @param lost how many scores the job forgets */
    SmallStages(int lost) {
        this.lost = lost;
    }

    @Override
    public DemoShop openShop(DemoPlan plan, WorkFolders folders, CommandScreen screen) {
        return new DemoShop(
                "a small shop",
                SEAM.minus(Duration.ofDays(1)),
                SEAM,
                SEAM.plus(Duration.ofHours(1)),
                0,
                () -> IntStream.range(0, LIVE_EVENTS)
                        .mapToObj(i -> new PlayedRecord(
                                SEAM.toEpochMilli() + i * 12_000L,
                                "u" + i % 10,
                                Integer.toString(i).getBytes(UTF_8)))
                        .iterator(),
                Map.of("applied", (long) LIVE_EVENTS, "late", 0L),
                null);
    }

    @Override
    public List<AuditReport.Model> train(DemoPlan plan, DemoShop shop, WorkFolders folders, CommandScreen screen) {
        return List.of(new AuditReport.Model("churn", 1, "ab".repeat(32), Map.of("auc", 0.8, "recency.auc", 0.7)));
    }

    @Override
    public RunningJob start(DemoPlan plan, DemoShop shop, WorkFolders folders, String bootstrapServers) {
        return new Job(bootstrapServers);
    }

    @Override
    public void runReference(
            DemoPlan plan, DemoShop shop, WorkFolders folders, String bootstrapServers, CommandScreen screen) {
        try {
            Files.createDirectories(folders.reference().resolve(Topics.INTEREST));
            Path churn = Files.createDirectories(folders.reference().resolve(Topics.CHURN));
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < LIVE_EVENTS; i++) {
                lines.append(new String(score(i), UTF_8)).append('\n');
            }
            Files.writeString(churn.resolve("part-0"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] score(int i) {
        return SampleScores.churn(i, "window", false, i / (double) LIVE_EVENTS);
    }

    private final class Job implements RunningJob {
        private final String bootstrapServers;

        Job(String bootstrapServers) {
            this.bootstrapServers = bootstrapServers;
        }

        @Override
        public void awaitLive(LongConsumer historyRead) {}

        @Override
        public void awaitDrained() {
            List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>();
            CommittedTopics.readAll(
                    KafkaConnection.to(bootstrapServers),
                    List.of(DemoRun.EVENTS),
                    Duration.ZERO,
                    Clock.systemUTC(),
                    events::add);
            events.removeIf(event -> event.value() == null);
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "small"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                producer.initTransactions();
                producer.beginTransaction();
                for (ConsumerRecord<byte[], byte[]> event : events.subList(lost, events.size())) {
                    byte[] value = score(Integer.parseInt(new String(event.value(), UTF_8)));
                    ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(Topics.CHURN, event.key(), value);
                    sent.headers().add(event.headers().lastHeader(LiveRecords.APPENDED_AT));
                    producer.send(sent);
                }
                String counts = "{\"live\":" + events.size() + ",\"applied\":" + events.size() + "}";
                producer.send(new ProducerRecord<>(
                        Topics.TALLIES, ("{\"stage\":\"decode\",\"counts\":" + counts + "}").getBytes(UTF_8)));
                producer.commitTransaction();
            }
        }

        @Override
        public void requireAlive() {}

        @Override
        public int restarts() {
            return 2;
        }

        @Override
        public List<String> restartCauses() {
            return List.of("one", "two");
        }

        @Override
        public String flinkUi() {
            return null;
        }

        @Override
        public void close() {}
    }
}
