package io.leeway.release;

import io.leeway.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a job commits while it runs, and measures the longest time in which nothing new became visible. */
final class VisibleCommits implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final CommittedVersions seen = new CommittedVersions();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> reading;
    private volatile boolean closed;

    // Guarded by this.
    private long lastNanos;
    private long longestNanos;
    private boolean measuring;
    private long scores;

    VisibleCommits(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(Topics.CHURN, Topics.INTEREST, Topics.SHADOW).stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        reading = thread.submit(this::read);
    }

    private Void read() throws IOException {
        while (!closed) {
            take(consumer.poll(POLL));
        }
        return null;
    }

    private synchronized void take(ConsumerRecords<byte[], byte[]> records) throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() != null) {
                seen.add(record.topic(), record.value());
                scores++;
            }
        }
        if (!records.isEmpty()) {
            long now = System.nanoTime();
            if (measuring) {
                longestNanos = Math.max(longestNanos, now - lastNanos);
            }
            lastNanos = now;
        }
    }

    /** From now on times without commits count. */
    synchronized void measure() {
        measuring = true;
        lastNanos = System.nanoTime();
    }

    /** The longest of them up to now, the one that goes on included. */
    synchronized Duration longest() {
        return Duration.ofNanos(Math.max(longestNanos, System.nanoTime() - lastNanos));
    }

    /** Scores that are visible, doubled ones too. */
    synchronized long scores() {
        return scores;
    }

    synchronized CommittedVersions versions() {
        return new CommittedVersions(Map.copyOf(seen.deciding()), Map.copyOf(seen.shadow()));
    }

    @Override
    public void close() throws Exception {
        closed = true;
        reading.get();
        thread.shutdown();
        consumer.close();
    }
}
