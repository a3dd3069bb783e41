package io.leeway.jobs.options;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The backfill job's options.
 *
 * @param source history, and the live topic behind it where that is read too
 * @param models what scores
 * @param until nothing later is applied or scored; null: just before the seam
 * @param withTopic whether the job reads what the topic holds, after history
 * @param outputs what is written to files
 * @param commit how scores are committed that go to the topics
 * @param again whether topics may hold scores of history already
 */
public record BackfillJobOptions(
        JobSourceOptions source,
        ModelOptions models,
        @Nullable Instant until,
        boolean withTopic,
        Outputs outputs,
        CommitOptions commit,
        boolean again) {
    /** With Kafka transactions as they are by default. */
    public BackfillJobOptions(
            JobSourceOptions source, ModelOptions models, @Nullable Instant until, boolean withTopic, Outputs outputs) {
        this(source, models, until, withTopic, outputs, CommitOptions.DEFAULTS, false);
    }

    /**
     * Folders of JSON lines.
     *
     * @param scores scores, dead letters, late records and tallies, a folder a topic; null: they go
     *     to the topics
     * @param features one row a request, with both tasks in it; null: not written
     * @param profiles every shopper's profile at the end; null: not written
     */
    public record Outputs(
            @Nullable String scores,
            @Nullable String features,
            @Nullable String profiles) {
        /** Scores alone. */
        public static Outputs scores(Path folder) {
            return new Outputs(folder.toString(), null, null);
        }
    }

    /** The same into topics that may hold scores of history already. */
    public BackfillJobOptions withAgain() {
        return new BackfillJobOptions(source, models, until, withTopic, outputs, commit, true);
    }

    /** History alone, with all scores in the topics. */
    public static BackfillJobOptions intoTopics(JobSourceOptions source, ModelOptions models, CommitOptions commit) {
        return new BackfillJobOptions(source, models, null, false, new Outputs(null, null, null), commit, false);
    }

    /** History alone, with all scores in files. */
    public static BackfillJobOptions of(JobSourceOptions source, ModelOptions models, Path scores) {
        return new BackfillJobOptions(source, models, null, false, Outputs.scores(scores));
    }

    /**
     * History and the topic up to an instant, with all scores in files: the fault-free run that a
     * live one is compared with.
     */
    public static BackfillJobOptions withTopic(
            JobSourceOptions source, ModelOptions models, Instant until, Path scores) {
        return new BackfillJobOptions(source, models, until, true, Outputs.scores(scores));
    }
}
