package io.leeway.cli.demo;

import io.leeway.cli.console.ClockPause;
import io.leeway.cli.console.UserError;
import io.leeway.sources.LiveRecords;
import io.leeway.topics.KafkaConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Plays a stream of arrivals into a topic, faster or slower than it happened.
 *
 * <p>A record's timestamp is the arrival instant it plays; its header {@code appended-at} is the
 * wall clock of the append. Within a partition timestamps never fall. A user's records go to one
 * partition, by Kafka's default hash of the key; records without a key go to the partitions in
 * turn. Every partition gets a heartbeat (neither key nor value) at the start, then every 200 ms of
 * wall clock or every second of the shop's clock, whichever is rarer, and at the end one that lies
 * the allowed lateness and a minute behind it, so that a watermark which follows the timestamps
 * passes the end. Nothing is sent twice: the producer is idempotent and waits for every replica.
 *
 * <p>{@link #play} may be called once; {@link #figures} from any thread.
 */
public final class LivePlayer {

    private static final Duration AFTER_THE_END = Duration.ofMinutes(1);
    private static final long LEAST_BEAT_MILLIS = 1_000;
    private static final long LEAST_BEAT_WALL_MILLIS = 200;
    private static final long MAX_BLOCK_MILLIS = 20_000;

    private final Settings settings;
    private final Clock clock;
    private final ClockPause pause;
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong heartbeats = new AtomicLong();
    private final AtomicLong playedToMillis;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicLong startedAtMillis = new AtomicLong(-1);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /**
     * What is played, where to and how fast.
     *
     * @param speed seconds of the shop's clock a second of wall clock
     * @param start where the shop's clock starts; nothing arrives before it
     * @param end where it ends; nothing arrives after it
     * @param allowedLateness of the job that reads the topic
     */
    public record Settings(
            String bootstrapServers, String topic, double speed, Instant start, Instant end, Duration allowedLateness) {
        public Settings {
            if (!(speed > 0) || Double.isInfinite(speed)) {
                throw new IllegalArgumentException("Expected a speed above 0, found " + speed);
            }
            if (end.isBefore(start)) {
                throw new IllegalArgumentException("Expected an end after the start " + start + ", found " + end);
            }
        }

        long beatMillis() {
            return Math.max(LEAST_BEAT_MILLIS, Math.round(LEAST_BEAT_WALL_MILLIS * speed));
        }
    }

    public LivePlayer(Settings settings, Clock clock, ClockPause pause) {
        this.settings = settings;
        this.clock = clock;
        this.pause = pause;
        this.playedToMillis = new AtomicLong(settings.start().toEpochMilli());
    }

    /**
     * Plays all arrivals and returns when the broker has them.
     *
     * @param arrivals in order of arrival, between the settings' start and end; pulled one at a
     *     time
     * @throws UserError when there is no such broker or topic, or it refuses a record
     * @throws IllegalArgumentException when an arrival is out of order
     */
    public PlayFigures play(Iterator<PlayedRecord> arrivals) throws InterruptedException {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("A player plays once");
        }
        try (Producer<byte[], byte[]> producer = producer()) {
            int partitions = producer.partitionsFor(settings.topic()).size();
            // A simulated stream may take a while to come to its first record; the shop's clock
            // waits for it.
            PlayedRecord first = next(arrivals);
            startedAtMillis.set(clock.millis());
            playAll(producer, partitions, first, arrivals);
            producer.flush();
            failIfRefused();
        } catch (KafkaException e) {
            throw UserError.found(
                    "a Kafka broker at " + settings.bootstrapServers() + " with the topic " + settings.topic(),
                    e.getMessage(),
                    "start it or create the topic",
                    e);
        }
        return figures();
    }

    /** How far it is; from any thread. */
    public PlayFigures figures() {
        long startMillis = startedAtMillis.get();
        return new PlayFigures(
                records.get(),
                heartbeats.get(),
                Instant.ofEpochMilli(playedToMillis.get()),
                startMillis < 0 ? 0 : clock.millis() - startMillis);
    }

    private void playAll(
            Producer<byte[], byte[]> producer,
            int partitions,
            @Nullable PlayedRecord first,
            Iterator<PlayedRecord> arrivals)
            throws InterruptedException {
        long start = settings.start().toEpochMilli();
        long end = settings.end().toEpochMilli();
        long beat = start;
        long last = start;
        int turn = 0;
        beat = beatUpTo(start, beat, producer, partitions);
        // A topic that is just coming up may refuse a partition's first batch and take the next:
        // until it has the first, nothing else is sent.
        producer.flush();
        for (PlayedRecord arrival = first; arrival != null; arrival = next(arrivals)) {
            long at = arrival.arrivalMillis();
            if (at < last || at > end) {
                throw new IllegalArgumentException("Expected an arrival between " + Instant.ofEpochMilli(last) + " and "
                        + settings.end() + ", found " + Instant.ofEpochMilli(at));
            }
            last = at;
            beat = beatUpTo(at, beat, producer, partitions);
            waitFor(at);
            boolean keyless = arrival.key() == null;
            send(producer, keyless ? turn % partitions : null, at, arrival);
            turn = keyless ? (turn + 1) % partitions : turn;
            records.incrementAndGet();
        }
        beatUpTo(end, beat, producer, partitions);
        waitFor(end);
        sendBeats(
                producer,
                partitions,
                end + settings.allowedLateness().plus(AFTER_THE_END).toMillis());
    }

    private static @Nullable PlayedRecord next(Iterator<PlayedRecord> arrivals) {
        return arrivals.hasNext() ? arrivals.next() : null;
    }

    /** Sends the heartbeats that are due by an instant; returns when the next one is. */
    private long beatUpTo(long instantMillis, long beat, Producer<byte[], byte[]> producer, int partitions)
            throws InterruptedException {
        long next = beat;
        while (next <= instantMillis) {
            waitFor(next);
            sendBeats(producer, partitions, next);
            next += settings.beatMillis();
        }
        return next;
    }

    private void waitFor(long playedMillis) throws InterruptedException {
        double wallMillis = (playedMillis - settings.start().toEpochMilli()) / settings.speed();
        pause.until(clock, startedAtMillis.get() + (long) wallMillis);
        failIfRefused();
        playedToMillis.set(playedMillis);
    }

    private void sendBeats(Producer<byte[], byte[]> producer, int partitions, long timestampMillis) {
        for (int partition = 0; partition < partitions; partition++) {
            send(producer, partition, timestampMillis, new PlayedRecord(timestampMillis, null, null));
            heartbeats.incrementAndGet();
        }
    }

    private void send(
            Producer<byte[], byte[]> producer,
            @Nullable Integer partition,
            long timestampMillis,
            PlayedRecord arrival) {
        String key = arrival.key();
        ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(
                settings.topic(),
                partition,
                timestampMillis,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                arrival.value());
        sent.headers()
                .add(LiveRecords.APPENDED_AT, Long.toString(clock.millis()).getBytes(StandardCharsets.US_ASCII));
        producer.send(sent, (metadata, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        });
    }

    private void failIfRefused() {
        Exception refused = failure.get();
        if (refused != null) {
            throw UserError.found(
                    "the broker at " + settings.bootstrapServers() + " to take records for " + settings.topic(),
                    refused.getMessage(),
                    "see whether it still runs",
                    refused);
        }
    }

    private Producer<byte[], byte[]> producer() {
        return KafkaConnection.to(settings.bootstrapServers())
                .producer(Map.of(
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        64 * 1024,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        MAX_BLOCK_MILLIS));
    }
}
