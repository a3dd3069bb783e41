package io.leeway.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.leeway.local.EmbeddedBroker;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of a scoring job that is stopped and started again: filled by hand, read as a consumer does that sees committed records only. */
final class SavepointTopics {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration POLL = Duration.ofMillis(100);

    private final String servers;

    SavepointTopics(EmbeddedBroker broker) {
        this.servers = broker.bootstrapServers();
    }

    /** The topics that a job writes, one partition each. */
    static void createOutputs(EmbeddedBroker broker) throws InterruptedException {
        for (String topic : List.of(Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES)) {
            broker.createTopic(topic, 1, Map.of());
        }
    }

    String servers() {
        return servers;
    }

    /** Appends records as they were recorded: a savepoint's offsets mean the same in every topic that is filled with the same. */
    void append(String topic, List<SavepointInput.Line> lines) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "max.in.flight.requests.per.connection", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            int sent = 0;
            for (SavepointInput.Line line : lines) {
                // A topic that comes up may refuse its first batches and take those behind them: nothing may be behind.
                if (sent++ <= SavepointInput.PARTITIONS) {
                    producer.flush();
                }
                producer.send(new ProducerRecord<>(
                        topic, line.partition(), line.timestamp(), bytes(line.key()), bytes(line.value())));
            }
        }
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Scores by id; one that is there twice fails. */
    Map<String, JsonNode> scores() throws IOException {
        Map<String, JsonNode> scores = new TreeMap<>();
        for (byte[] value : committed(List.of(Topics.CHURN, Topics.INTEREST))) {
            JsonNode score = JSON.readTree(value);
            if (scores.put(score.required("id").asText(), score) != null) {
                throw new AssertionError("Expected each score once, found another of " + score);
            }
        }
        return scores;
    }

    /** What the job says it has counted. */
    Map<String, Long> tallies() throws IOException {
        Map<String, Long> tallies = new HashMap<>();
        for (byte[] value : committed(List.of(Topics.TALLIES))) {
            JSON.readTree(value)
                    .required("counts")
                    .fields()
                    .forEachRemaining(count ->
                            tallies.merge(count.getKey(), count.getValue().asLong(), Long::sum));
        }
        return tallies;
    }

    private List<byte[]> committed(List<String> topics) {
        List<byte[]> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    topics.stream().map(topic -> new TopicPartition(topic, 0)).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.value() != null) {
                        values.add(record.value());
                    }
                }
            }
        }
        return values;
    }
}
