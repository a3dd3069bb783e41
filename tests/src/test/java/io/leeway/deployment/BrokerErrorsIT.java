package io.leeway.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.local.EmbeddedBroker;
import io.leeway.shop.SmallShop;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Brokers and topics that are not as the scoring job needs them, with a real broker. */
class BrokerErrorsIT {
    private static final List<String> OUTPUTS =
            List.of(Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES);

    @TempDir
    private static Path shared;

    private static SmallShop small;
    private static EmbeddedBroker broker;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        small = SmallShop.get();
        broker = EmbeddedBroker.start(shared.resolve("broker"));
        for (String topic : OUTPUTS) {
            broker.createTopic(topic, 1, Map.of());
        }
        broker.createTopic("one", 1, Map.of());
        broker.createTopic("many", 64, Map.of());
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void aBrokerThatDoesNotAnswer() throws IOException {
        String nobody = "localhost:" + freePort();
        assertThat(line(nobody, "one"))
                .contains("Expected Kafka brokers that answer within 10 s at " + nobody, "found none")
                .contains("check --bootstrap and that the brokers run");
    }

    @Test
    void aBrokerWhoseNameNobodyKnows() {
        assertThat(line("kafka.invalid:9092", "one"))
                .contains("at kafka.invalid:9092, found none", "check --bootstrap");
    }

    @Test
    void anAbsentTopic() {
        assertThat(line(broker.bootstrapServers(), "absent"))
                .contains("Expected the topics absent at " + broker.bootstrapServers())
                .contains("found none of these names", "leeway topics create");
    }

    @Test
    void aTopicThatBeginsAfterTheSeam() throws Exception {
        broker.createTopic("young", 1, Map.of());
        Instant begins = small.seam().plus(Duration.ofHours(3));
        append("young", begins);
        assertThat(line(broker.bootstrapServers(), "young"))
                .contains("Expected topic young to begin at or before the seam " + small.seam())
                .contains("partition 0 begins at " + begins, "PT3H", "extend history")
                .contains("move --seam");
    }

    @Test
    void aTopicThatDoesNotTakeADeadLetter() throws Exception {
        outputs("strict.", Topics.LATE, Map.of("max.message.bytes", "100000"));
        assertThat(line(broker.bootstrapServers(), "one", "--topic-prefix", "strict."))
                .contains(
                        "Expected topic strict.leeway.late to have a max.message.bytes of at least 131328, found 100000")
                .contains("kafka-configs.sh");
    }

    @Test
    void countsInACompactedTopic() throws Exception {
        outputs("compacted.", Topics.TALLIES, Map.of("cleanup.policy", "compact"));
        assertThat(line(broker.bootstrapServers(), "one", "--topic-prefix", "compacted."))
                .contains("Expected topic compacted.leeway.tallies with cleanup.policy=delete, found it compacted");
    }

    @Test
    void scoresInACompactedTopic() throws Exception {
        outputs("newest.", Topics.CHURN, Map.of("cleanup.policy", "compact,delete"));
        assertThat(line(broker.bootstrapServers(), "one", "--topic-prefix", "newest."))
                .contains("Expected topic newest.leeway.scores.churn with cleanup.policy=delete, found it compacted")
                .contains("its readers need all");
    }

    @Test
    void aProducerThatMayNotSendADeadLetter() {
        assertThat(line(broker.bootstrapServers(), "one", "--kafka", "max.request.size=100000"))
                .contains("Expected a max.request.size of at least 131328 bytes, found 100000");
    }

    private static void outputs(String prefix, String topic, Map<String, String> settings) throws Exception {
        broker.createTopic(prefix + "one", 1, Map.of());
        for (String output : OUTPUTS) {
            broker.createTopic(prefix + output, 1, output.equals(topic) ? settings : Map.of());
        }
    }

    @Test
    void aTransactionTimeoutThatTheBrokerForbids() {
        assertThat(line(broker.bootstrapServers(), "one", "--transaction-timeout", "PT16M"))
                .contains("transaction.max.timeout.ms of 900000 ms, found 960000 ms")
                .contains("lower --transaction-timeout");
    }

    @Test
    void aTransactionTimeoutThatACheckpointOutlives() {
        assertThat(line(
                        broker.bootstrapServers(),
                        "one",
                        "--transaction-timeout",
                        "PT1M",
                        "--checkpoint-interval",
                        "PT20S"))
                .contains("at least twice the checkpoint interval and 30 s, PT1M10S, found PT1M")
                .contains("raise --transaction-timeout");
    }

    @Test
    void moreReadersThanPartitions() {
        assertThat(line(broker.bootstrapServers(), "one", "--parallelism", "2"))
                .contains("Expected a parallelism of at most the 1 partitions of one, found 2")
                .contains("lower --parallelism or add partitions");
    }

    @Test
    void aBoundedRunWithoutAnEnd() {
        assertThat(line(broker.bootstrapServers(), "one", "--bounded"))
                .contains("Expected --until with --bounded, found none");
    }

    @Test
    void liveWithoutASeam() {
        assertThat(Command.line("score", "--bootstrap", broker.bootstrapServers(), "--models", small.models()))
                .contains("Expected --seam", "give an instant such as");
    }

    /** In a job that restarts after failures: what reading again cannot mend must end it. */
    @Test
    @Timeout(120)
    void historyOutOfOrderEndsTheStreamingJob() throws Exception {
        Path history = Files.createDirectory(folder.resolve("history"));
        List<String> lines = new ArrayList<>();
        for (int hour : new int[] {3, 1}) {
            lines.add("{\"id\":\"e" + hour + "\",\"type\":\"view\",\"user\":\"u1\",\"time\":\"2026-01-05T0" + hour
                    + ":00:00Z\"}");
        }
        Files.write(history.resolve("events-1.jsonl"), lines, UTF_8);
        assertThat(Command.line(
                        "score",
                        "--history",
                        history,
                        "--bootstrap",
                        broker.bootstrapServers(),
                        "--topic",
                        "many",
                        "--seam",
                        small.seam(),
                        "--models",
                        small.models()))
                .contains("Expected history in order of event time", "events-1.jsonl, line 2", "leeway import");
    }

    private static String line(String bootstrap, String topic, String... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "score",
                "--history",
                small.history(),
                "--bootstrap",
                bootstrap,
                "--topic",
                topic,
                "--seam",
                small.seam(),
                "--models",
                small.models()));
        arguments.addAll(List.of(more));
        return Command.line(arguments.toArray());
    }

    private static void append(String topic, Instant timestamp) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, timestamp.toEpochMilli(), null, "{}".getBytes(UTF_8)))
                    .get();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
