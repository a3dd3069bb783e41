package io.leeway.jobs.options;

import static java.util.Objects.requireNonNull;

import io.leeway.sources.base.StartCheck;
import io.leeway.sources.kafka.KafkaInput;
import io.leeway.sources.kafka.OnLostEvents;
import io.leeway.topics.KafkaConnection;
import java.time.Duration;

/**
 * What all jobs behind the scoring job share.
 *
 * @param kafka the brokers
 * @param allowedLateness the scoring job's: how far a record may lie behind others in its partition
 * @param onLostEvents what is done where records were deleted before they were read
 * @param commit how the job commits; a job without transactions reads the checkpoint interval alone
 * @param silence after which topics that others write hold nothing back, by the wall clock
 */
public record DeciderOptions(
        KafkaConnection kafka,
        Duration allowedLateness,
        OnLostEvents onLostEvents,
        CommitOptions commit,
        Duration silence) {
    /** With the usual silence of topics that others write. */
    public DeciderOptions(
            KafkaConnection kafka, Duration allowedLateness, OnLostEvents onLostEvents, CommitOptions commit) {
        this(kafka, allowedLateness, onLostEvents, commit, KafkaInput.SILENCE);
    }

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
        return new DeciderOptions(
                kafka, JobSourceOptions.DEFAULTS.allowedLateness(), OnLostEvents.FAIL, CommitOptions.DEFAULTS);
    }

    /**
     * How the job reads.
     *
     * @param check what has to hold at a first start
     */
    public KafkaInput input(String group, StartCheck check) {
        return new KafkaInput(kafka, group, allowedLateness, onLostEvents, check, silence, false);
    }

    /** How a job reads that decides again on what the topics hold by now. */
    public KafkaInput replay(String group) {
        return new KafkaInput(kafka, group + "-replay", allowedLateness, onLostEvents, () -> {}, silence, true);
    }

    /** The same with another silence of topics that others write. */
    public DeciderOptions withSilence(Duration other) {
        return new DeciderOptions(kafka, allowedLateness, onLostEvents, commit, other);
    }
}
