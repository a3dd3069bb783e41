package io.leeway.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.audit.AuditInputs;
import io.leeway.cli.audit.AuditReport;
import io.leeway.cli.audit.Auditor;
import io.leeway.cli.scores.CommittedTopics;
import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.ScoringJob;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.jobs.options.ScoringJobOptions;
import io.leeway.local.EmbeddedBroker;
import io.leeway.shop.SmallShop;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records and a line of history that are larger than what a producer may send: the scoring job, which may not restart,
 * reads past all of them, and each is counted.
 */
@Timeout(300)
class LargeRecordsIT {
    private static final int LINE_BYTES = 300_000_000;
    private static final Instant SEAM = Instant.parse("2026-02-10T00:00:00Z");
    private static final Instant END = SEAM.plus(Duration.ofHours(6));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Integer> dead = new TreeMap<>();
    private final Map<String, JsonNode> cut = new TreeMap<>();
    private int late;

    @Test
    void noneStopsTheJobAndEachIsCounted(@TempDir Path folder) throws Exception {
        SmallShop small = SmallShop.get();
        Path history = Files.createDirectory(folder.resolve("history"));
        writeHistory(history);
        byte[] garbage = "\u0001".repeat(900_000).getBytes(UTF_8);
        byte[] lateEvent = event("late", "late", SEAM.plusSeconds(60), "\"note\":\"" + "n".repeat(800_000) + '"');
        byte[] item = event("item", "item", SEAM.plusSeconds(7200), "\"item\":\"" + "i".repeat(900_000) + '"');
        byte[] user = event("user", "u".repeat(900_000), SEAM.plusSeconds(7200), "\"item\":\"i1\"");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            for (String topic : Topics.SCORING) {
                // Records without a key would be refused by a compacted topic.
                broker.createTopic(
                        topic, 1, topic.equals(Topics.DEAD_LETTERS) ? Map.of("cleanup.policy", "compact") : Map.of());
            }
            broker.createTopic("live", 1, Map.of());
            play(broker, List.of(garbage, lateEvent, item, user));
            KafkaConnection kafka = KafkaConnection.to(broker.bootstrapServers());
            JobSourceOptions source =
                    JobSourceOptions.of(history).withSeam(SEAM).withTopic(kafka, "live");
            ModelOptions models = ModelOptions.of(small.models());
            StreamExecutionEnvironment env = environment();
            ScoringJob.define(
                    env,
                    ScoringJobOptions.of(source, models)
                            .withCommit(CommitOptions.DEFAULTS.withCheckpointInterval(Duration.ofSeconds(1)))
                            .boundedAt(END));
            env.execute();

            Path reference = folder.resolve("reference");
            StreamExecutionEnvironment batch = SmallShop.batch();
            BackfillJob.define(batch, BackfillJobOptions.withTopic(source, models, END, reference));
            batch.execute();
            AuditReport report = new Auditor(
                            new AuditInputs(kafka, folder, reference, null, 1, false, Duration.ofSeconds(10)),
                            Clock.systemUTC())
                    .audit();
            report.write(folder.resolve("report.json"));
            assertThat(report.holds())
                    .as(Files.readString(folder.resolve("report.json")))
                    .isTrue();
            CommittedTopics.readAll(
                    kafka,
                    List.of(Topics.DEAD_LETTERS, Topics.LATE),
                    Duration.ofSeconds(10),
                    Clock.systemUTC(),
                    record -> read(record.topic(), record.key(), record.value()));
        }
        assertThat(dead).isEqualTo(Map.of("undecodable", 1, "implausible-id", 2, "oversized", 1));
        assertThat(late).isOne();
        requireCut("undecodable", garbage);
        requireCut("item", item);
        requireCut("user", user);
        requireCut("late", lateEvent);
        JsonNode line = cut.get("oversized");
        assertThat(line.path("rawLength").asLong()).isEqualTo(LINE_BYTES);
        assertThat(line.path("detail").asText()).contains("300000000");
        assertThat(line.path("source").asText()).contains("events-1.jsonl, line 2");
    }

    private void read(String topic, byte[] key, byte[] value) {
        try {
            assertThat(key).as("key").isNotNull();
            assertThat(value.length).as("bytes in " + topic).isLessThan(128 * 1024);
            JsonNode record = JSON.readTree(value);
            if (topic.equals(Topics.LATE)) {
                late++;
                cut.put("late", record);
                return;
            }
            String reason = record.path("reason").asText();
            dead.merge(reason, 1, Integer::sum);
            cut.put(reason.equals("implausible-id") ? record.path("user").asText("user") : reason, record);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void requireCut(String name, byte[] whole) throws Exception {
        JsonNode record = cut.get(name);
        assertThat(record).as(name + " in " + cut.keySet()).isNotNull();
        assertThat(record.path("raw").binaryValue()).hasSize(64 * 1024).isEqualTo(Arrays.copyOf(whole, 64 * 1024));
        assertThat(record.path("rawLength").asLong()).isEqualTo(whole.length);
        assertThat(record.path("rawSha256").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(whole)));
    }

    /** One that gives up at the first failure. */
    private static StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        env.enableCheckpointing(1000);
        return env;
    }

    /** The long line has no blocks on disk: the file is sparse. */
    private static void writeHistory(Path folder) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("events-1.jsonl").toFile(), "rw")) {
            file.write(event("h1", "h", SEAM.minus(Duration.ofDays(3)), "\"item\":\"i1\""));
            file.write('\n');
            file.seek(file.getFilePointer() + LINE_BYTES);
            file.write('\n');
            file.write(event("h2", "h", SEAM.minus(Duration.ofDays(2)), "\"item\":\"i2\""));
            file.write('\n');
        }
    }

    private static void play(EmbeddedBroker broker, List<byte[]> values) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            send(producer, SEAM.minus(Duration.ofMinutes(15)), null);
            for (byte[] value : values) {
                send(producer, SEAM.plus(Duration.ofHours(2)), value);
            }
            Instant after = SEAM.plus(Duration.ofHours(3));
            send(producer, after, event("good", "good", after, "\"item\":\"i1\",\"category\":\"shoes\""));
            send(producer, END.plus(Duration.ofMinutes(15)), null);
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, Instant time, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>("live", 0, time.toEpochMilli(), null, value))
                .get();
    }

    private static byte[] event(String id, String user, Instant time, String more) {
        return ("{\"id\":\"" + id + "\",\"type\":\"view\",\"user\":\"" + user + "\",\"time\":\"" + time + "\"," + more
                        + '}')
                .getBytes(UTF_8);
    }
}
