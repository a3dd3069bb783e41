package io.leeway.shop;

import io.leeway.topics.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what is committed up to where topics end, open transactions and all: right after a job's end
 * its last commit may not be readable yet.
 */
public final class CommittedReads {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(100);

    private CommittedReads() {}

    /** All of a topic. */
    public static List<ConsumerRecord<byte[], byte[]>> of(String bootstrap, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                KafkaConnection.to(bootstrap).consumer(Map.of())) {
            Map<TopicPartition, Long> from = new HashMap<>();
            consumer.partitionsFor(topic)
                    .forEach(partition -> from.put(new TopicPartition(topic, partition.partition()), 0L));
            return of(bootstrap, from);
        }
    }

    /**
     * From these offsets on.
     *
     * @throws IllegalStateException when a transaction stays open, behind which nothing can be read
     */
    public static List<ConsumerRecord<byte[], byte[]>> of(String bootstrap, Map<TopicPartition, Long> from) {
        KafkaConnection kafka = KafkaConnection.to(bootstrap);
        Map<TopicPartition, Long> ends;
        try (KafkaConsumer<byte[], byte[]> everything = kafka.consumer(Map.of())) {
            ends = everything.endOffsets(from.keySet());
        }
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer(Map.of("isolation.level", "read_committed"))) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("Expected no open transaction before " + ends
                            + ", found that reading ends at " + consumer.endOffsets(from.keySet()));
                }
                consumer.poll(POLL).forEach(records::add);
            }
        }
        return records;
    }
}
