package io.leeway.topics.erasure;

import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the ledger on a thread of its own, from its beginning and then twice a second. About 100
 * bytes an erasure. A Kafka client that fails is replaced; what was read holds meanwhile. It waits
 * for transactions that are open at the start.
 * Thread-safe.
 */
final class LedgerReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerReader.class);
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KafkaConnection kafka;
    private final String keyId;
    private final String keyFile;
    private final Map<UUID, Long> until = new ConcurrentHashMap<>();
    private final CountDownLatch complete = new CountDownLatch(1);
    private final Thread reading;
    private volatile boolean closed;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private volatile @Nullable String failure;
    private final Map<String, String> ofOtherKeys = new ConcurrentHashMap<>();

    LedgerReader(ErasureOptions options, String keyId) {
        this.kafka = options.kafka();
        this.keyId = keyId;
        this.keyFile = options.keyFile();
        this.reading = new Thread(this::read, "leeway-erasures");
        reading.setDaemon(true);
        reading.start();
    }

    /** Until when no event of this user counts; {@link Long#MIN_VALUE} where all do. */
    long until(UUID user) {
        return until.getOrDefault(user, Long.MIN_VALUE);
    }

    boolean isEmpty() {
        return until.isEmpty();
    }

    /**
     * The entries must be of this key: of others it is not known whom they erase.
     *
     * @throws SuppressRestartsException saying what was found
     */
    void requireOneKey() {
        if (!ofOtherKeys.isEmpty() && complete.getCount() == 0) {
            throw new SuppressRestartsException(
                    new IllegalStateException(ofOtherKeys.values().iterator().next()));
        }
    }

    /**
     * Returns when all is read that stood there at the start.
     *
     * @throws IllegalStateException when it is not within two minutes
     * @throws SuppressRestartsException when it was written with another key
     */
    void awaitComplete() throws InterruptedException {
        boolean done = complete.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        String reason = failure;
        if (!done) {
            throw new IllegalStateException(
                    reason != null
                            ? reason
                            : "Expected to read " + kafka.name(Topics.ERASED) + " at " + kafka
                                    + " to its end within " + PATIENCE.toMinutes()
                                    + " min, found it unfinished; check the brokers, and `leeway topics transactions`"
                                    + " for one that is open");
        }
        requireOneKey();
    }

    private void read() {
        while (!closed) {
            try (KafkaConsumer<byte[], byte[]> reader = consumer("read_committed")) {
                consumer = reader;
                List<TopicPartition> partitions = partitions(reader);
                reader.assign(partitions);
                reader.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = ends(partitions);
                while (!closed) {
                    reader.poll(BETWEEN).forEach(this::add);
                    if (complete.getCount() > 0
                            && partitions.stream()
                                    .allMatch(each -> reader.position(each) >= ends.getOrDefault(each, 0L))) {
                        complete.countDown();
                    }
                }
            } catch (WakeupException | InterruptException ending) {
                LOG.debug("No longer reading {}", kafka.name(Topics.ERASED));
            } catch (KafkaException failed) {
                failure = "Expected to read " + kafka.name(Topics.ERASED) + " at " + kafka + ", found: "
                        + failed.getMessage() + "; `leeway topics create` makes it";
                LOG.warn("{}; trying again", failure);
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            }
        }
    }

    /** Behind what is written, committed or not yet: an entry may be in an open transaction. */
    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        try (KafkaConsumer<byte[], byte[]> everything = consumer("read_uncommitted")) {
            return everything.endOffsets(partitions);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        Map<String, Object> settings = new HashMap<>(KafkaConnection.timeouts(CALL));
        settings.put("isolation.level", isolation);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        settings.put("allow.auto.create.topics", false);
        return kafka.consumer(settings);
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> reader) {
        String name = kafka.name(Topics.ERASED);
        List<PartitionInfo> found = reader.partitionsFor(name);
        if (found == null || found.isEmpty()) {
            throw new KafkaException("no such topic");
        }
        return found.stream()
                .map(partition -> new TopicPartition(name, partition.partition()))
                .toList();
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] key = record.key();
        byte @Nullable [] value = record.value();
        if (key == null) {
            return;
        }
        String name = new String(key, StandardCharsets.US_ASCII);
        if (value == null) {
            // How one of another key is taken back.
            ofOtherKeys.remove(name);
            return;
        }
        try {
            Erasure erasure = Erasure.decode(key, value);
            if (!erasure.keyId().equals(keyId)) {
                String found = erasure.otherKey(kafka.name(Topics.ERASED), record.offset(), keyId, keyFile);
                ofOtherKeys.put(name, found);
                return;
            }
            until.merge(erasure.user(), erasure.untilMillis(), Math::max);
        } catch (IllegalArgumentException unreadable) {
            LOG.warn(
                    "A record at offset {} of {} is left out: {}",
                    record.offset(),
                    record.topic(),
                    unreadable.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        KafkaConsumer<byte[], byte[]> reader = consumer;
        if (reader != null) {
            reader.wakeup();
        }
        boolean interrupted = false;
        while (reading.isAlive()) {
            try {
                reading.join();
            } catch (InterruptedException cancelled) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
