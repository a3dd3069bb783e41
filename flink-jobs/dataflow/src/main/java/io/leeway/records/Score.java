package io.leeway.records;

import io.leeway.shopper.Reason;

/**
 * What 0.1.0 stored of a {@link io.leeway.records.scores.ScoreUpdate}. Name and components stay
 * until 0.3: savepoints of 0.1.0 find it by them. Used for nothing else.
 *
 * @param id empty in a notice of erasure
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
        int bundleRows) {}
