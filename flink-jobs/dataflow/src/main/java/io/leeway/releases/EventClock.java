package io.leeway.releases;

import io.leeway.topics.KafkaConnection;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * How far scoring may have come in event time: the live topic's newest record less the allowed
 * lateness, by which the watermark follows it.
 *
 * @param allowedLateness the scoring job's
 */
public record EventClock(KafkaConnection kafka, String topic, Duration allowedLateness) implements Serializable {
    private static final int PATIENCE_MILLIS = 15_000;

    /** Empty where there is no such topic, or nothing in it yet. */
    public Optional<Instant> now() throws ExecutionException, TimeoutException, InterruptedException {
        try (Admin admin = kafka.admin(Duration.ofMillis(PATIENCE_MILLIS))) {
            Map<TopicPartition, OffsetSpec> newest = new HashMap<>();
            for (TopicDescription described : admin.describeTopics(List.of(kafka.name(topic)))
                    .allTopicNames()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .values()) {
                for (TopicPartitionInfo partition : described.partitions()) {
                    newest.put(new TopicPartition(described.name(), partition.partition()), OffsetSpec.maxTimestamp());
                }
            }
            return admin.listOffsets(newest).all().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).values().stream()
                    .map(ListOffsetsResult.ListOffsetsResultInfo::timestamp)
                    .filter(millis -> millis >= 0)
                    .max(Long::compare)
                    .map(millis -> Instant.ofEpochMilli(millis).minus(allowedLateness));
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw failed;
        }
    }
}
