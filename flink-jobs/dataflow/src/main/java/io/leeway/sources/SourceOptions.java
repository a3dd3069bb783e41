package io.leeway.sources;

import static java.util.Objects.requireNonNull;

import io.leeway.sources.base.StartCheck;
import io.leeway.sources.kafka.OnLostEvents;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.erasure.ErasureOptions;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where events come from.
 *
 * @param history folder of history files; absent: live alone
 * @param live the live topic; absent: history alone
 * @param seam history is complete up to here
 * @param allowedLateness how far a live event may lie behind its record's timestamp
 * @param maxBeforeSeam which share of the first live events may lie before the seam, from 0 to 1;
 *     beyond it the job ends
 * @param erasures the ledger of users whose earlier events are dropped; null: none
 */
public record SourceOptions(
        @Nullable String history,
        @Nullable Live live,
        Instant seam,
        Duration allowedLateness,
        double maxBeforeSeam,
        @Nullable ErasureOptions erasures)
        implements Serializable {

    /**
     * How far before the seam the live topic is read: an event of the seam's instant may have been
     * appended by a clock that runs behind.
     */
    static final Duration MARGIN = Duration.ofMinutes(10);

    /** The share of live events before the seam that is allowed unless another is given. */
    public static final double MAX_BEFORE_SEAM = 0.5;

    /**
     * A topic.
     *
     * @param bounded whether to stop at what the topic holds when reading begins
     * @param onLostEvents what is done where records were deleted before they were read
     * @param check what else has to hold at a first start
     */
    public record Live(
            KafkaConnection kafka, String topic, boolean bounded, OnLostEvents onLostEvents, StartCheck check)
            implements Serializable {
        public Live {
            requireNonNull(kafka, "kafka");
        }

        /** A topic with nothing else to check, of which no record may be missing. */
        public Live(KafkaConnection kafka, String topic, boolean bounded) {
            this(kafka, topic, bounded, OnLostEvents.FAIL, () -> {});
        }

        /** The same with what has to hold at a first start. */
        public Live withCheck(StartCheck other) {
            return new Live(kafka, topic, bounded, onLostEvents, other);
        }
    }

    /** The same with what else has to hold when the live topic is read for the first time. */
    public SourceOptions withCheck(StartCheck check) {
        return new SourceOptions(
                history, live == null ? null : live.withCheck(check), seam, allowedLateness, maxBeforeSeam, erasures);
    }

    /** With {@link #MAX_BEFORE_SEAM} and no ledger. */
    public SourceOptions(@Nullable String history, @Nullable Live live, Instant seam, Duration allowedLateness) {
        this(history, live, seam, allowedLateness, MAX_BEFORE_SEAM, null);
    }

    public SourceOptions {
        requireNonNull(seam, "seam");
        requireNonNull(allowedLateness, "allowedLateness");
        if (history == null && live == null) {
            throw new IllegalArgumentException(
                    "Expected history, a live topic or both, found neither; give --history or --topic");
        }
    }
}
