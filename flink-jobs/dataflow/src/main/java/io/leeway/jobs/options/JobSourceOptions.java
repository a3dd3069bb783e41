package io.leeway.jobs.options;

import static java.util.Objects.requireNonNull;

import io.leeway.sources.SourceOptions;
import io.leeway.sources.kafka.OnLostEvents;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of a job come from.
 *
 * @param history folder of history files, a path or a URI; null: none
 * @param kafka the brokers of the live topic, and of the topics that are written; null: none
 * @param topic the live topic
 * @param seam history is complete up to here, and the live topic is read from here; null: the end
 *     that the index of the history says
 * @param allowedLateness how far a live event may lie behind its record's timestamp
 * @param onLostEvents what is done where records were deleted before they were read
 * @param maxBeforeSeam which share of the first live events may lie before the seam, from 0 to 1
 * @param erasures file with the key of the ledger of erasures, which is at the brokers; null: no
 *     ledger
 */
public record JobSourceOptions(
        @Nullable String history,
        @Nullable KafkaConnection kafka,
        String topic,
        @Nullable Instant seam,
        Duration allowedLateness,
        OnLostEvents onLostEvents,
        double maxBeforeSeam,
        @Nullable String erasures) {
    public static final JobSourceOptions DEFAULTS = new JobSourceOptions(
            null,
            null,
            Topics.EVENTS,
            null,
            Duration.ofMinutes(10),
            OnLostEvents.FAIL,
            SourceOptions.MAX_BEFORE_SEAM,
            null);

    public JobSourceOptions {
        requireNonNull(topic, "topic");
        if (allowedLateness.isNegative()) {
            throw new IllegalArgumentException(
                    "Expected an allowed lateness of at least zero, found " + allowedLateness);
        }
        if (!(maxBeforeSeam >= 0 && maxBeforeSeam <= 1)) {
            throw new IllegalArgumentException("Expected --max-before-seam from 0 to 1, found " + maxBeforeSeam);
        }
        if (erasures != null && kafka == null) {
            throw new IllegalArgumentException("Expected --bootstrap with --erasures, found none; name the brokers of "
                    + Topics.ERASED + ", the ledger of erasures");
        }
    }

    /** History alone, up to the end that its index says. */
    public static JobSourceOptions of(Path history) {
        return DEFAULTS.withHistory(history);
    }

    /** The same with a folder of history. */
    public JobSourceOptions withHistory(Path folder) {
        return new JobSourceOptions(
                folder.toString(), kafka, topic, seam, allowedLateness, onLostEvents, maxBeforeSeam, erasures);
    }

    /** The same with a live topic. */
    public JobSourceOptions withTopic(String brokers, String live) {
        return withTopic(KafkaConnection.to(brokers), live);
    }

    /** The same with a live topic. */
    public JobSourceOptions withTopic(KafkaConnection brokers, String live) {
        return new JobSourceOptions(
                history, brokers, live, seam, allowedLateness, onLostEvents, maxBeforeSeam, erasures);
    }

    /** The same with another seam. */
    public JobSourceOptions withSeam(Instant instant) {
        return new JobSourceOptions(
                history, kafka, topic, instant, allowedLateness, onLostEvents, maxBeforeSeam, erasures);
    }

    /** The same with another allowed lateness. */
    public JobSourceOptions withAllowedLateness(Duration lateness) {
        return new JobSourceOptions(history, kafka, topic, seam, lateness, onLostEvents, maxBeforeSeam, erasures);
    }

    /** The same with another way to treat records that were deleted before they were read. */
    public JobSourceOptions withOnLostEvents(OnLostEvents other) {
        return new JobSourceOptions(history, kafka, topic, seam, allowedLateness, other, maxBeforeSeam, erasures);
    }

    /** The same with another share of live events that may lie before the seam. */
    public JobSourceOptions withMaxBeforeSeam(double share) {
        return new JobSourceOptions(history, kafka, topic, seam, allowedLateness, onLostEvents, share, erasures);
    }

    /** The same with a ledger of erasures. */
    public JobSourceOptions withErasures(String keyFile) {
        return new JobSourceOptions(history, kafka, topic, seam, allowedLateness, onLostEvents, maxBeforeSeam, keyFile);
    }
}
