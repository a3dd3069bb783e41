package io.leeway.sources.kafka;

import io.leeway.topics.KafkaConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A live topic that begins after the seam: what lies between is in neither half. A partition
 * without records misses nothing.
 *
 * @param seam up to where history is complete
 * @param begins the timestamp of the partition's first record
 */
public record TopicGap(String topic, int partition, Instant seam, Instant begins) {

    /**
     * The first gap that is found.
     *
     * @param settings more of the consumer's settings
     * @param patience how long to wait for the brokers, for each question
     * @throws org.apache.kafka.common.KafkaException where brokers do not answer or there is no
     *     such topic
     */
    public static Optional<TopicGap> find(
            KafkaConnection kafka,
            Map<String, ?> settings,
            Collection<String> topics,
            Instant seam,
            Duration patience) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("enable.auto.commit", false);
        all.put("max.poll.records", 1);
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer(all)) {
            return topics.stream()
                    .flatMap(topic -> find(consumer, topic, seam, patience).stream())
                    .findFirst();
        }
    }

    private static Optional<TopicGap> find(
            KafkaConsumer<byte[], byte[]> consumer, String topic, Instant seam, Duration patience) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, patience).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("there is no topic " + topic);
        }
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions, patience);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions, patience);
        for (TopicPartition partition : partitions) {
            if (begin.getOrDefault(partition, 0L) < end.getOrDefault(partition, 0L)) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                List<ConsumerRecord<byte[], byte[]>> first =
                        consumer.poll(patience).records(partition);
                if (!first.isEmpty() && first.get(0).timestamp() > seam.toEpochMilli()) {
                    return Optional.of(new TopicGap(
                            topic,
                            partition.partition(),
                            seam,
                            Instant.ofEpochMilli(first.get(0).timestamp())));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The gap in one line.
     *
     * @param option by which the seam was set
     */
    public String message(String option) {
        return "Expected topic " + topic + " to begin at or before the seam " + seam + ", found that partition "
                + partition + " begins at " + begins + ": events of " + Duration.between(seam, begins)
                + " would be in neither half; extend history to there and move " + option;
    }
}
