package io.leeway.jobs.options;

import static java.util.Objects.requireNonNull;

import io.leeway.topics.KafkaConnection;
import java.time.Duration;

/**
 * What all jobs behind the scoring job share.
 *
 * @param bootstrap Kafka brokers
 * @param allowedLateness the scoring job's: how far a record may lie behind others in its partition
 * @param commit how the job commits; a job without transactions reads the checkpoint interval alone
 */
public record DeciderOptions(String bootstrap, Duration allowedLateness, CommitOptions commit) {
    public DeciderOptions {
        requireNonNull(bootstrap, "bootstrap");
        requireNonNull(allowedLateness, "allowedLateness");
        requireNonNull(commit, "commit");
    }

    /** The brokers. */
    public KafkaConnection kafka() {
        return KafkaConnection.to(bootstrap);
    }

    /** With defaults. */
    public static DeciderOptions of(String bootstrap) {
        return new DeciderOptions(bootstrap, JobSourceOptions.DEFAULTS.allowedLateness(), CommitOptions.DEFAULTS);
    }
}
