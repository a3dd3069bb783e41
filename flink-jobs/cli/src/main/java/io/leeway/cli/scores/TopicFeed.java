package io.leeway.cli.scores;

import io.leeway.cli.console.UserError;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
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
 * Reads topics as they grow, committed records only, and hands each to a listener, one at a time on
 * a thread of its own.
 *
 * <p>Each committed record is handed over once, in order within its partition. Tombstones are left
 * out. The caller closes it.
 */
public final class TopicFeed implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrapServers;
    private final List<String> topics;
    private final Consumer<ConsumerRecord<byte[], byte[]>> listener;
    private final ExecutorService thread;
    private final Future<?> reading;
    private volatile boolean finishing;
    private volatile boolean closed;

    private TopicFeed(String bootstrapServers, List<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> listener) {
        this.bootstrapServers = bootstrapServers;
        this.topics = List.copyOf(topics);
        this.listener = listener;
        this.thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "feed of " + topics.get(0)));
        this.reading = thread.submit(this::read);
    }

    /**
     * Starts to read from the beginning. A listener that throws ends the feed; {@link #finish} then
     * says why.
     */
    public static TopicFeed start(
            String bootstrapServers, List<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> listener) {
        return new TopicFeed(bootstrapServers, topics, listener);
    }

    /** Starts to read the score topics, as {@link #start} does. */
    public static TopicFeed ofScores(
            String bootstrapServers, Clock clock, List<? extends Consumer<CommittedScore>> listeners) {
        List<Consumer<CommittedScore>> all = List.copyOf(listeners);
        return start(bootstrapServers, List.of(Topics.CHURN, Topics.INTEREST), record -> {
            CommittedScore score = CommittedScore.of(record, clock.millis());
            all.forEach(listener -> listener.accept(score));
        });
    }

    /**
     * Reads all that is committed at the time of the call, then stops. Returns when the listener
     * has had the last record.
     *
     * @throws UserError when reading failed, now or before
     */
    public void finish() throws InterruptedException {
        finishing = true;
        try {
            reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UserError known) {
                throw known;
            }
            throw new UserError(topics + " could not be read from " + bootstrapServers + ": " + e.getCause(), e);
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
        KafkaConnection kafka = KafkaConnection.to(bootstrapServers);
        try (KafkaConsumer<byte[], byte[]> consumer = CommittedTopics.consumer(kafka)) {
            List<TopicPartition> partitions = CommittedTopics.partitions(consumer, kafka, topics);
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
        if (record.value() != null) {
            listener.accept(record);
        }
    }
}
