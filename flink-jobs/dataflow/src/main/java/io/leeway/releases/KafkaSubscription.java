package io.leeway.releases;

import io.leeway.releases.trust.RecordSignature;
import io.leeway.releases.trust.SigningKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the topics on a thread of its own, four times a second, and records when it last knew all.
 *
 * <p>A Kafka client that fails is replaced: brokers may be away for a while. Meanwhile what is
 * known is not fresh.
 */
final class KafkaSubscription implements ReleaseFeed.Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSubscription.class);
    private static final Duration BETWEEN = Duration.ofMillis(250);

    /** Half of the notice: the other half is for clocks. */
    private static final Duration FRESH = ModelRelease.NOTICE.dividedBy(2);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ReleaseTopics topics;
    private final @Nullable SigningKey key;
    private final Thread listener;
    private final Object lock = new Object();

    private volatile boolean closed;
    private volatile long knownUpToNanos;
    private volatile boolean everKnown;
    private volatile long generation;

    // Guarded by the lock.
    private List<ModelRelease> releases = List.of();
    private Map<String, ReleaseVerdict> verdicts = Map.of();
    private List<ReleaseVerdict> refusals = List.of();
    private @Nullable RuntimeException failure;
    private @Nullable ReleaseConsumer consumer;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    KafkaSubscription(ReleaseTopics topics) {
        this.topics = topics;
        this.key = topics.trust().key().orElse(null);
        this.listener = new Thread(this::listen, "leeway-releases");
        listener.setDaemon(true);
        listener.start();
    }

    private void listen() {
        while (!closed) {
            try (ReleaseConsumer reading = new ReleaseConsumer(topics)) {
                hold(reading);
                while (!closed) {
                    long asked = System.nanoTime();
                    reading.catchUp();
                    update(reading.log(), asked);
                    reading.poll(BETWEEN);
                }
            } catch (WakeupException | InterruptException ending) {
                LOG.debug("No longer listening to {}", topics.releases());
            } catch (KafkaException failed) {
                LOG.warn("{} cannot be read, trying again: {}", topics.releases(), failed.getMessage());
                failed(failed);
            }
        }
    }

    private void hold(ReleaseConsumer reading) {
        synchronized (lock) {
            consumer = reading;
        }
    }

    private void update(ReleaseLog log, long asked) {
        synchronized (lock) {
            List<ModelRelease> readReleases = List.copyOf(log.releases());
            Map<String, ReleaseVerdict> readVerdicts = Map.copyOf(log.verdicts());
            List<ReleaseVerdict> readRefusals = log.unsaidRefusals();
            if (!readReleases.equals(releases) || !readVerdicts.equals(verdicts) || !readRefusals.equals(refusals)) {
                releases = readReleases;
                verdicts = readVerdicts;
                refusals = readRefusals;
                generation++;
            }
            knownUpToNanos = asked;
            everKnown = true;
            failure = null;
            lock.notifyAll();
        }
    }

    private void failed(RuntimeException failed) {
        synchronized (lock) {
            failure = failed;
            lock.notifyAll();
        }
    }

    @Override
    public void awaitFresh() throws InterruptedException {
        if (!fresh()) {
            await(this::fresh, PATIENCE);
            if (!fresh()) {
                throw new IllegalStateException(
                        "Expected to read the releases in " + topics.releases() + " at " + topics.kafka()
                                + " within " + PATIENCE.toMinutes()
                                + " min, found no answer; check the brokers and the topic",
                        failure());
            }
        }
    }

    private boolean fresh() {
        return everKnown && System.nanoTime() - knownUpToNanos < FRESH.toNanos();
    }

    private @Nullable RuntimeException failure() {
        synchronized (lock) {
            return failure;
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (lock) {
            for (long left = atMost.toMillis(); left > 0 && !condition.holds(); ) {
                lock.wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        }
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public List<ModelRelease> releases() {
        synchronized (lock) {
            return releases;
        }
    }

    @Override
    public Map<String, ReleaseVerdict> verdicts() {
        synchronized (lock) {
            return verdicts;
        }
    }

    @Override
    public List<ReleaseVerdict> unsaidRefusals() {
        synchronized (lock) {
            return refusals;
        }
    }

    @Override
    public Optional<ReleaseVerdict> awaitVerdict(String releaseId, Duration patience) throws InterruptedException {
        await(() -> verdicts().containsKey(releaseId), patience);
        return Optional.ofNullable(verdicts().get(releaseId));
    }

    @Override
    public void publish(ReleaseVerdict verdict) {
        if (!closed && (verdict.isAboutRecord() || isNew(verdict))) {
            // Not under the lock: the first of a client waits for the brokers.
            producer()
                    .send(
                            RecordSignature.signed(
                                    new ProducerRecord<>(
                                            topics.status(),
                                            0,
                                            ReleaseLog.newKey(verdict.releaseId()),
                                            ReleaseJson.encode(verdict)),
                                    key),
                            (sent, failed) -> {
                                if (failed != null) {
                                    LOG.warn(
                                            "The verdict on release {} could not be published",
                                            verdict.releaseId(),
                                            failed);
                                }
                            });
        }
    }

    private boolean isNew(ReleaseVerdict verdict) {
        ReleaseVerdict known = verdicts().get(verdict.releaseId());
        return known == null || (verdict.withdrawn() && !known.withdrawn());
    }

    private KafkaProducer<byte[], byte[]> producer() {
        synchronized (lock) {
            KafkaProducer<byte[], byte[]> made = producer;
            if (made == null) {
                made = topics.kafka().producer(Map.of());
                producer = made;
            }
            return made;
        }
    }

    @Override
    public void close() {
        closed = true;
        synchronized (lock) {
            if (consumer != null) {
                consumer.wakeUp();
            }
            if (producer != null) {
                producer.close(Duration.ofSeconds(2));
            }
        }
        boolean interrupted = false;
        while (listener.isAlive()) {
            try {
                listener.join();
            } catch (InterruptedException cancelled) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
