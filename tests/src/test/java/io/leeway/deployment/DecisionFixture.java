package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import io.leeway.records.SinkRecord;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Progress;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records of a decision job's topics, one partition each: as they are in a fixture's files, JSON lines, and in Kafka.
 *
 * @param topic the topic
 * @param timestamp the Kafka timestamp; 0 in what the job wrote, where it does not count
 * @param key text, or none
 * @param value JSON; null is a tombstone or a heartbeat
 */
record DecisionFixture(String topic, long timestamp, String key, JsonNode value) {
    private static final JsonMapper JSON = new JsonMapper();

    static List<DecisionFixture> read(Path file) throws IOException {
        List<DecisionFixture> records = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode json = JSON.readTree(line);
            records.add(new DecisionFixture(
                    json.required("topic").asText(),
                    json.path("timestamp").asLong(),
                    json.required("key").textValue(),
                    json.required("value").isNull() ? null : json.required("value")));
        }
        return records;
    }

    static void write(Path file, List<DecisionFixture> records) throws IOException {
        List<String> lines = new ArrayList<>();
        for (DecisionFixture record : records) {
            ObjectNode json = JSON.createObjectNode().put("topic", record.topic());
            if (record.timestamp() != 0) {
                json.put("timestamp", record.timestamp());
            }
            lines.add(json.put("key", record.key())
                    .<ObjectNode>set("value", record.value())
                    .toString());
        }
        Files.write(file, lines);
    }

    /** Appends to topics in this order: a savepoint's offsets mean the same wherever the same was appended. */
    static void append(String servers, List<DecisionFixture> records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "max.in.flight.requests.per.connection", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            // A new topic may refuse a first batch and take the next: the first record goes by itself.
            for (String topic :
                    records.stream().map(DecisionFixture::topic).distinct().toList()) {
                boolean first = true;
                for (DecisionFixture record : records) {
                    if (record.topic().equals(topic)) {
                        byte[] value = record.value() == null
                                ? null
                                : record.value().toString().getBytes(StandardCharsets.UTF_8);
                        byte[] key = record.key() == null ? null : record.key().getBytes(StandardCharsets.UTF_8);
                        producer.send(new ProducerRecord<>(topic, 0, record.timestamp(), key, value));
                        if (first) {
                            producer.flush();
                        }
                        first = false;
                    }
                }
            }
        }
    }

    /**
     * Appends to the topics that other jobs write how far their writers are: the end of these records, less what they may lie behind others. Fixtures hold
     * no such records.
     */
    static void appendProgress(String servers, List<String> topics, List<DecisionFixture> records, Duration disorder) {
        long latest = records.stream()
                .filter(record -> Topics.WITH_PROGRESS.contains(record.topic()))
                .map(DecisionFixture::value)
                .filter(value -> value != null && value.has("asOf"))
                .mapToLong(value -> Instant.parse(value.get("asOf").asText()).toEpochMilli())
                .max()
                .orElseThrow();
        try (KafkaProducer<byte[], byte[]> producer =
                KafkaConnection.to(servers).producer(Map.of())) {
            for (String topic : topics) {
                SinkRecord progress = new Progress(0, 1, latest - disorder.toMillis() - 1).to(topic, 0);
                producer.send(Progress.producerRecord(topic, progress));
            }
        }
    }

    /** What is committed in these topics, in an order of its own, but for so many records at each one's beginning. */
    static List<DecisionFixture> committed(String servers, Map<String, Long> topics) throws IOException {
        List<DecisionFixture> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = topics.keySet().stream()
                    .map(topic -> new TopicPartition(topic, 0))
                    .toList();
            consumer.assign(partitions);
            partitions.forEach(partition -> consumer.seek(partition, topics.get(partition.topic())));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (Progress.isProgress(record.key())) {
                        continue;
                    }
                    String key = record.key() == null ? null : named(new String(record.key(), StandardCharsets.UTF_8));
                    records.add(new DecisionFixture(
                            record.topic(), 0, key, record.value() == null ? null : JSON.readTree(record.value())));
                }
            }
        }
        return sorted(records);
    }

    /** A release record's key without what makes it the record's own; up to 0.1.0 it was the release's id alone. */
    private static String named(String key) {
        return key.replaceFirst("/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", "");
    }

    /** By topic, key and all that is not a number: ids before figures. */
    static List<DecisionFixture> sorted(List<DecisionFixture> records) {
        return records.stream()
                .sorted(Comparator.comparing(DecisionFixture::topic)
                        .thenComparing(DecisionFixture::words)
                        .thenComparing(record -> String.valueOf(record.value())))
                .toList();
    }

    private String words() {
        StringBuilder words = new StringBuilder().append(key);
        if (value != null) {
            value.findParents("id").forEach(parent -> words.append(parent.get("id")));
            value.properties().stream()
                    .filter(field -> field.getValue() instanceof ValueNode
                            && !field.getValue().isNumber())
                    .forEach(words::append);
        }
        return words.toString();
    }

    static void requireSame(String what, List<DecisionFixture> expected, List<DecisionFixture> found) {
        assertThat(found.stream().map(DecisionFixture::words))
                .as(what)
                .containsExactlyElementsOf(
                        expected.stream().map(DecisionFixture::words).toList());
        for (int i = 0; i < expected.size(); i++) {
            JsonNode one = expected.get(i).value();
            JsonNode other = found.get(i).value();
            assertThat(one == null ? other == null : other != null && SavepointScores.same(one, other))
                    .as("%s: %s against %s", what, other, one)
                    .isTrue();
        }
    }
}
