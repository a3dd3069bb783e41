package io.leeway.jobs.options;

import static java.util.Objects.requireNonNull;

import io.leeway.topics.KafkaConnection;
import java.time.Duration;

/**
 * What all jobs behind the scoring job share.
 *
 * @param kafka the brokers
 * @param allowedLateness the scoring job's: how far a record may lie behind others in its partition
 * @param commit how the job commits; a job without transactions reads the checkpoint interval alone
 */
public record DeciderOptions(KafkaConnection kafka, Duration allowedLateness, CommitOptions commit) {
    public DeciderOptions {
        requireNonNull(kafka, "kafka");
        requireNonNull(allowedLateness, "allowedLateness");
        requireNonNull(commit, "commit");
    }

    /** With defaults. */
    public static DeciderOptions of(String bootstrap) {
        return of(KafkaConnection.to(bootstrap));
    }

    /** With defaults. */
    public static DeciderOptions of(KafkaConnection kafka) {
        return new DeciderOptions(kafka, JobSourceOptions.DEFAULTS.allowedLateness(), CommitOptions.DEFAULTS);
    }
}
