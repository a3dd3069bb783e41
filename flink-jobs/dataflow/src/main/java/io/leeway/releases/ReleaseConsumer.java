package io.leeway.releases;

import io.leeway.releases.trust.ReleaseGate;
import io.leeway.topics.KafkaConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads the two topics from their beginning; there are few records in them. Not thread-safe. */
final class ReleaseConsumer implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(100);

    private final List<TopicPartition> partitions;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ReleaseLog log;

    ReleaseConsumer(ReleaseTopics topics) {
        this.partitions = topics.partitions();
        this.log = new ReleaseLog(topics.releases(), ReleaseGate.of(topics.trust()));
        Map<String, Object> properties = new HashMap<>(KafkaConnection.timeouts(Duration.ofSeconds(15)));
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", false);
        properties.put("allow.auto.create.topics", false);
        this.consumer = topics.kafka().consumer(properties);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads all that was there when this was called. */
    void catchUp() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
            poll(STEP);
        }
    }

    /** Takes in what comes within a time. */
    void poll(Duration atMost) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
            log.add(record);
        }
    }

    ReleaseLog log() {
        return log;
    }

    /** Ends a wait in another thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
