package io.leeway.jobs.options;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The scoring job's options.
 *
 * @param source the live topic, with history before it or without
 * @param models what scores
 * @param commit how scores are committed; the default transactional id is {@code leeway}
 * @param until nothing later is applied or scored; null: no end
 * @param bounded whether the job ends with what the topic holds when reading begins; needs
 *     {@code until}
 * @param parallelism at most the topic's partitions; null: the environment's
 * @param failEvery how often the job fails on purpose; null: never
 */
public record ScoringJobOptions(
        JobSourceOptions source,
        ModelOptions models,
        CommitOptions commit,
        @Nullable Instant until,
        boolean bounded,
        @Nullable Integer parallelism,
        @Nullable Duration failEvery) {
    public ScoringJobOptions {
        if (bounded && until == null) {
            throw new IllegalArgumentException(
                    "Expected --until with --bounded, found none; a bounded run has to know where shoppers' silence ends");
        }
    }

    /** Without end, with defaults. */
    public static ScoringJobOptions of(JobSourceOptions source, ModelOptions models) {
        return new ScoringJobOptions(source, models, CommitOptions.DEFAULTS, null, false, null, null);
    }

    /** The same with a last instant. */
    public ScoringJobOptions withUntil(Instant instant) {
        return new ScoringJobOptions(source, models, commit, instant, bounded, parallelism, failEvery);
    }

    /** The same with other commits. */
    public ScoringJobOptions withCommit(CommitOptions other) {
        return new ScoringJobOptions(source, models, other, until, bounded, parallelism, failEvery);
    }

    /** The same, ending with what the topic holds when reading begins. */
    public ScoringJobOptions boundedAt(Instant instant) {
        return new ScoringJobOptions(source, models, commit, instant, true, parallelism, failEvery);
    }

    /** The same, failing on purpose that often. */
    public ScoringJobOptions withFailEvery(@Nullable Duration interval) {
        return new ScoringJobOptions(source, models, commit, until, bounded, parallelism, interval);
    }
}
