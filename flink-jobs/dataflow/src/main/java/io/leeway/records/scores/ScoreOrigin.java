package io.leeway.records.scores;

/**
 * Whom a score is about, as of when, and what it was made from.
 *
 * @param id 32 hexadecimal digits: the hash of user, as-of time, triggers, model and version, so
 *     that the same score has the same id in every run; never empty
 * @param asOfMillis as-of time, event time
 * @param triggers bits by {@code Trigger.mask()}
 * @param features 16 hexadecimal digits: the hash of the features that the model saw
 * @param backfill whether the as-of time lies before the seam
 */
public record ScoreOrigin(
        String id,
        String userId,
        long asOfMillis,
        int triggers,
        ScoringModel model,
        String features,
        boolean backfill) {}
