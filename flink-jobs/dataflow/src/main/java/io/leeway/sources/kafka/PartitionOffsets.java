package io.leeway.sources.kafka;

import static java.util.Objects.requireNonNull;

import io.leeway.topics.KafkaConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a partition holds at the moment.
 *
 * @param topicId the topic's, by which one that was created again is distinguished from the former
 * @param begin the first offset
 * @param end the offset after the last record
 */
record PartitionOffsets(Uuid topicId, long begin, long end) {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionOffsets.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What these partitions hold; empty where the brokers do not answer. */
    static Optional<Map<TopicPartition, PartitionOffsets>> of(
            KafkaConnection kafka, Collection<TopicPartition> partitions) {
        try (Admin admin = kafka.admin(PATIENCE)) {
            Set<String> topics = new HashSet<>();
            partitions.forEach(partition -> topics.add(partition.topic()));
            Map<String, TopicDescription> descriptions =
                    admin.describeTopics(topics).allTopicNames().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            Map<TopicPartition, ListOffsetsResultInfo> begin = list(admin, partitions, OffsetSpec.earliest());
            Map<TopicPartition, ListOffsetsResultInfo> end = list(admin, partitions, OffsetSpec.latest());
            Map<TopicPartition, PartitionOffsets> found = new HashMap<>();
            for (TopicPartition partition : partitions) {
                found.put(
                        partition,
                        new PartitionOffsets(
                                requireNonNull(descriptions.get(partition.topic()))
                                        .topicId(),
                                requireNonNull(begin.get(partition)).offset(),
                                requireNonNull(end.get(partition)).offset()));
            }
            return Optional.of(found);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warn("Positions in {} are not checked, since {} does not answer: {}", partitions, kafka, e.toString());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking " + kafka + " for offsets", e);
        }
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> list(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        return admin.listOffsets(asked).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
