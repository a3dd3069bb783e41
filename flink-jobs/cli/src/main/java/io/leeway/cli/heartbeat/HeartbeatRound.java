package io.leeway.cli.heartbeat;

import static java.util.Objects.requireNonNull;

import io.leeway.cli.console.RootCause;
import io.leeway.cli.console.UserError;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.KafkaFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What one look at a topic found and did.
 *
 * @param topic its name on the cluster
 * @param partitions how many it has
 * @param newest of each partition that got a heartbeat: the largest timestamp in it before that,
 *     which its watermark follows; {@link Instant#MIN} for a partition without records
 */
record HeartbeatRound(String topic, int partitions, SortedMap<Integer, Instant> newest) {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /**
     * Sends a heartbeat to each partition whose largest timestamp lies that far back, and returns
     * when all replicas in sync have them. The producer or the broker stamps them.
     *
     * @param topic without the connection's prefix
     * @throws UserError when there is no such topic or broker, or it refuses this client
     */
    static HeartbeatRound send(KafkaConnection kafka, String topic, Duration quietFor, Instant now)
            throws InterruptedException {
        String name = kafka.name(topic);
        try (Admin admin = kafka.admin(PATIENCE)) {
            Map<TopicPartition, Instant> newest = newest(admin, name);
            SortedMap<Integer, Instant> quiet = new TreeMap<>();
            newest.forEach((partition, last) -> {
                if (!last.isAfter(now.minus(quietFor))) {
                    quiet.put(partition.partition(), last);
                }
            });
            if (!quiet.isEmpty()) {
                beat(kafka, name, quiet.keySet());
            }
            return new HeartbeatRound(name, newest.size(), quiet);
        } catch (ExecutionException | KafkaException failed) {
            throw explained(kafka, name, failed);
        }
    }

    private static Map<TopicPartition, Instant> newest(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked =
                requireNonNull(
                                admin.describeTopics(List.of(topic))
                                        .allTopicNames()
                                        .get()
                                        .get(topic),
                                topic)
                        .partitions()
                        .stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.maxTimestamp()));
        Map<TopicPartition, Instant> newest = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
                admin.listOffsets(asked).all().get().entrySet()) {
            boolean empty = found.getValue().offset() < 0;
            newest.put(
                    found.getKey(),
                    empty ? Instant.MIN : Instant.ofEpochMilli(found.getValue().timestamp()));
        }
        return newest;
    }

    private static void beat(KafkaConnection kafka, String topic, Iterable<Integer> partitions)
            throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                // One heartbeat too many does no harm, and this needs no ACL but WRITE.
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                PATIENCE.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis(),
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis()));
        try (Producer<byte[], byte[]> producer = kafka.producer(settings)) {
            List<Future<?>> sent = new ArrayList<>();
            for (int partition : partitions) {
                sent.add(producer.send(new ProducerRecord<>(topic, partition, null, null)));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        } catch (ExecutionException | KafkaException failed) {
            throw explained(kafka, topic, failed);
        }
    }

    private static UserError explained(KafkaConnection kafka, String topic, Exception failed) {
        // WRITE includes DESCRIBE.
        if (ExceptionUtils.findThrowable(failed, TopicAuthorizationException.class)
                .isPresent()) {
            return new UserError(KafkaFailure.missing(kafka, List.of("WRITE on topic " + topic)), failed);
        }
        if (ExceptionUtils.findThrowable(failed, UnknownTopicOrPartitionException.class)
                .isPresent()) {
            return new UserError(
                    "Expected the topic " + topic + " at " + kafka
                            + ", found none of that name; create it, or name the live topic with --topic",
                    failed);
        }
        return new UserError(
                KafkaFailure.line(kafka, failed)
                        .orElse("Expected Kafka brokers at " + kafka + " that take heartbeats for " + topic
                                + ", found: " + RootCause.message(failed)
                                + "; check --bootstrap and that the brokers run"),
                failed);
    }

    /** How many partitions, which of them got a heartbeat, and how far each was behind. */
    String summary(Duration quietFor, Instant now) {
        String beats = newest.entrySet().stream()
                .map(beat -> "partition " + beat.getKey() + " ("
                        + (beat.getValue().equals(Instant.MIN)
                                ? "no records"
                                : Duration.between(beat.getValue(), now).truncatedTo(ChronoUnit.SECONDS) + " behind")
                        + ")")
                .collect(Collectors.joining(", "));
        return now.truncatedTo(ChronoUnit.SECONDS) + "  " + partitions
                + (partitions == 1 ? " partition of " : " partitions of ") + topic
                + (newest.isEmpty()
                        ? ", none quiet for " + quietFor
                        : ", heartbeats to " + newest.size() + ": " + beats);
    }
}
