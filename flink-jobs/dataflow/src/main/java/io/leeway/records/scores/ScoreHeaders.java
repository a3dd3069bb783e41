package io.leeway.records.scores;

/**
 * Figures of the wall clock and of the run, which travel as headers of a score's record.
 *
 * @param scoredAtMillis wall clock; 0 where it is not known
 * @param scoringMillis from the watermark's passing the as-of time to the emission; -1 where it is
 *     not known
 * @param appendedAtMillis wall clock when the triggering live event was appended; 0 in history
 * @param bundleRows rows of the bundle; 0 where they are not known
 */
public record ScoreHeaders(long scoredAtMillis, long scoringMillis, long appendedAtMillis, int bundleRows) {
    /** Nothing is known. */
    public static final ScoreHeaders NONE = new ScoreHeaders(0, -1, 0, 0);
}
