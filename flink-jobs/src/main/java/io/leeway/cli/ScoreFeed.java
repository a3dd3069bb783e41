package io.leeway.cli;

import io.leeway.records.Outgoing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the score topics as they grow, committed records only, and hands every score to its listeners, one at a time on a thread of its own.
 *
 * <p>Each committed record is handed over once, in order within its partition. Tombstones are left out. Whoever starts a feed closes it.
 */
final class ScoreFeed implements AutoCloseable {

    private static final List<String> TOPICS = List.of(Outgoing.CHURN, Outgoing.INTEREST);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrapServers;
    private final Clock clock;
    private final List<? extends Consumer<CommittedScore>> listeners;
    private final ExecutorService thread;
    private final Future<?> reading;
    private volatile boolean finishing;
    private volatile boolean closed;

    private ScoreFeed(String bootstrapServers, Clock clock, List<? extends Consumer<CommittedScore>> listeners) {
        this.bootstrapServers = bootstrapServers;
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
        this.thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "score-feed"));
        this.reading = thread.submit(this::read);
    }

    /** Starts to read from the beginning. A listener that throws ends the feed; {@link #finish} then says why. */
    static ScoreFeed start(String bootstrapServers, Clock clock, List<? extends Consumer<CommittedScore>> listeners) {
        return new ScoreFeed(bootstrapServers, clock, listeners);
    }

    /**
     * Reads all that is committed at the time of the call, then stops. Returns when the listeners have had the last score.
     *
     * @throws UserError when reading failed, now or before
     */
    void finish() throws InterruptedException {
        finishing = true;
        try {
            reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UserError known) {
                throw known;
            }
            throw new UserError("The scores could not be read from " + bootstrapServers + ": " + e.getCause(), e);
        } finally {
            close();
        }
    }

    /** Stops without reading on; does nothing after {@link #finish}. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
    }

    private void read() {
        try (KafkaConsumer<byte[], byte[]> consumer = CommittedTopics.consumer(bootstrapServers)) {
            List<TopicPartition> partitions = CommittedTopics.partitions(consumer, bootstrapServers, TOPICS);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = null;
            while (!closed && !reached(consumer, ends)) {
                if (finishing && ends == null) {
                    ends = consumer.endOffsets(partitions);
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    handOver(record);
                }
            }
        }
    }

    private static boolean reached(KafkaConsumer<byte[], byte[]> consumer, @Nullable Map<TopicPartition, Long> ends) {
        return ends != null
                && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void handOver(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        CommittedScore score = CommittedScore.of(record, clock.millis());
        for (Consumer<CommittedScore> listener : listeners) {
            listener.accept(score);
        }
    }
}
