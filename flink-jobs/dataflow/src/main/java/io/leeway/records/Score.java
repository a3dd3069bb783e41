package io.leeway.records;

import io.leeway.shopper.Reason;

/**
 * What a model said of one shopper as of one instant.
 *
 * @param id 32 hexadecimal digits: the hash of user, as-of time, triggers, model and version, so
 *     that the same score has the same id in every run; empty in a notice of erasure
 * @param asOfMillis as-of time, event time
 * @param triggers bits by {@code Trigger.mask()}; 0 in a notice of erasure
 * @param role what this version does at that instant: active, canary or shadow
 * @param digest its SHA-256
 * @param features 16 hexadecimal digits: the hash of the features it saw
 * @param backfill whether the as-of time lies before the seam
 * @param task {@code churn} or {@code interest}
 * @param value churn: the probability of staying away for the horizon, in [0, 1]; interest: the
 *     drift, in [0, 1]
 * @param from interest: categories that lose most, and by how much of the whole interest (negative)
 * @param fromChanges beside {@code from}
 * @param to interest: categories that gain most
 * @param toChanges beside {@code to}, positive
 * @param next interest: the most probable next categories
 * @param nextProbabilities beside {@code next}
 * @param reasons why, the weightiest first; none where the score is below the threshold for
 *     reasons, the model gives none, or nothing can truly be said
 * @param scoredAtMillis wall clock; a header
 * @param scoringMillis wall clock from the watermark's passing the as-of time to the emission; a
 *     header
 * @param appendedAtMillis wall clock when the triggering live event was appended, 0 in history; a
 *     header
 * @param bundleRows rows of the bundle; a header
 */
public record Score(
        String id,
        String userId,
        long asOfMillis,
        int triggers,
        String model,
        long version,
        ReleaseRole role,
        String digest,
        String features,
        boolean backfill,
        String task,
        float value,
        String[] from,
        float[] fromChanges,
        String[] to,
        float[] toChanges,
        String[] next,
        float[] nextProbabilities,
        Reason[] reasons,
        long scoredAtMillis,
        long scoringMillis,
        long appendedAtMillis,
        int bundleRows) {

    private static final String[] NO_NAMES = {};
    private static final float[] NO_NUMBERS = {};
    private static final Reason[] NO_REASONS = {};

    /** Not a score but a notice: what was said of this shopper before is to be erased. */
    public static Score erasure(String userId, long eraseTimeMillis, String task) {
        return erasure(userId, eraseTimeMillis, task, ReleaseRole.ACTIVE);
    }

    /** The same for scores of one role. */
    public static Score erasure(String userId, long eraseTimeMillis, String task, ReleaseRole role) {
        return new Score(
                "",
                userId,
                eraseTimeMillis,
                0,
                "",
                0,
                role,
                "",
                "",
                false,
                task,
                0,
                NO_NAMES,
                NO_NUMBERS,
                NO_NAMES,
                NO_NUMBERS,
                NO_NAMES,
                NO_NUMBERS,
                NO_REASONS,
                0,
                -1,
                0,
                0);
    }

    public boolean isErasure() {
        return triggers == 0;
    }
}
