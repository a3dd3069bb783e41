package io.leeway.jobs;

import io.leeway.jobs.options.CommitOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a job writes in Kafka transactions. */
final class TransactionArguments {
    @Option(
            names = "--transaction-timeout",
            paramLabel = "TIME",
            description =
                    "Of Kafka transactions: longer than the longest outage, at most the brokers' maximum. Default: ${DEFAULT-VALUE}.")
    private Duration transactionTimeout = CommitOptions.DEFAULTS.transactionTimeout();

    @Option(
            names = "--transactional-id",
            paramLabel = "PREFIX",
            description =
                    "Its own for each job at the same brokers. Default: leeway for scoring, leeway- and the job's name for others.")
    private @Nullable String transactionalId;

    /** @param checkpointInterval between commits */
    CommitOptions commit(Duration checkpointInterval) {
        return new CommitOptions(checkpointInterval, transactionTimeout, transactionalId);
    }
}
