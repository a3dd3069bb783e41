package io.leeway.jobs.options;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a live job commits what it writes to Kafka.
 *
 * @param checkpointInterval what is written becomes visible with checkpoints
 * @param transactionTimeout of Kafka transactions: longer than the longest outage, at most the
 *     brokers' maximum
 * @param transactionalId prefix of the transactions' names, its own for each job at the same
 *     brokers; null: the job's default
 */
public record CommitOptions(
        Duration checkpointInterval,
        Duration transactionTimeout,
        @Nullable String transactionalId) implements Serializable {
    public static final CommitOptions DEFAULTS =
            new CommitOptions(Duration.ofSeconds(10), Duration.ofMinutes(15), null);

    public CommitOptions {
        if (checkpointInterval.toMillis() < 1 || transactionTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "Expected a checkpoint interval and a transaction timeout above zero, found " + checkpointInterval
                            + " and " + transactionTimeout);
        }
    }

    /** The prefix that was given, or else this one. */
    public String transactionalIdOr(String byDefault) {
        return transactionalId == null ? byDefault : transactionalId;
    }

    /** The same with another interval between checkpoints. */
    public CommitOptions withCheckpointInterval(Duration interval) {
        return new CommitOptions(interval, transactionTimeout, transactionalId);
    }

    /** The same with another prefix of transactions. */
    public CommitOptions withTransactionalId(String prefix) {
        return new CommitOptions(checkpointInterval, transactionTimeout, prefix);
    }
}
