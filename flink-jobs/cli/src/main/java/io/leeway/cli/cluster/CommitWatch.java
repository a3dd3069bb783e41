package io.leeway.cli.cluster;

import io.leeway.cli.console.UserError;
import io.leeway.cli.scores.CommittedTopics;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Sees when scores become visible to a reader of committed records, from now on. The caller closes
 * it.
 */
final class CommitWatch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Clock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "commit-watch"));
    private final List<Long> seenMillis = new ArrayList<>();
    private final Future<?> watching;
    private volatile boolean closed;

    CommitWatch(String bootstrapServers, Clock clock) {
        this.clock = clock;
        this.watching = thread.submit(() -> watch(bootstrapServers));
    }

    private void watch(String bootstrapServers) {
        List<String> topics = List.of(Topics.CHURN, Topics.INTEREST);
        KafkaConnection kafka = KafkaConnection.to(bootstrapServers);
        try (KafkaConsumer<byte[], byte[]> consumer = CommittedTopics.consumer(kafka)) {
            List<TopicPartition> partitions = CommittedTopics.partitions(consumer, kafka, topics);
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            while (!closed) {
                boolean scores = false;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    scores |= record.value() != null;
                }
                if (scores) {
                    synchronized (seenMillis) {
                        seenMillis.add(clock.millis());
                    }
                }
            }
        }
    }

    /**
     * The longest time without a new score that ended in a span of wall clock; zero where there was
     * none.
     */
    Duration longestGap(long fromMillis, long toMillis) {
        List<Long> seen;
        synchronized (seenMillis) {
            seen = List.copyOf(seenMillis);
        }
        long longest = 0;
        for (int i = 1; i < seen.size(); i++) {
            if (seen.get(i) >= fromMillis && seen.get(i) <= toMillis) {
                longest = Math.max(longest, seen.get(i) - seen.get(i - 1));
            }
        }
        return Duration.ofMillis(longest);
    }

    boolean sawAfter(long millis) {
        synchronized (seenMillis) {
            return !seenMillis.isEmpty() && seenMillis.get(seenMillis.size() - 1) > millis;
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.shutdown();
        try {
            watching.get();
        } catch (ExecutionException e) {
            throw new UserError("The scores could not be watched: " + e.getCause(), e);
        }
    }
}
