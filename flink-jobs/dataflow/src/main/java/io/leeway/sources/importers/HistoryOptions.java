package io.leeway.sources.importers;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How history is laid out.
 *
 * @param slice event time in one file, from a minute up; slices are counted from the epoch. A slice
 *     is sorted in memory: it must fit there
 * @param cut where set, lines before it go to the folder {@code history}, those at it or later to
 *     the folder {@code live}
 * @param notAfter where set, a later event is refused: one wild date would move the end of history,
 *     and with it the seam
 * @param overwrite whether a finished history in the output folder is replaced
 * @param duplicates what becomes of a line that equals another
 */
public record HistoryOptions(
        Duration slice,
        @Nullable Instant cut,
        @Nullable Instant notAfter,
        boolean overwrite,
        RepeatedLines duplicates) {

    /** Slices of one day, no cut, no last instant, nothing overwritten. */
    public static final HistoryOptions DEFAULT = new HistoryOptions(Duration.ofDays(1), null, null, false);

    /** Equal lines are one event. */
    public HistoryOptions(Duration slice, @Nullable Instant cut, @Nullable Instant notAfter, boolean overwrite) {
        this(slice, cut, notAfter, overwrite, RepeatedLines.DROP);
    }

    public HistoryOptions {
        if (slice.compareTo(Duration.ofMinutes(1)) < 0 || slice.toMillisPart() != 0 || slice.toSecondsPart() != 0) {
            throw new IllegalArgumentException("Expected a slice of whole minutes, at least one, found " + slice);
        }
    }
}
