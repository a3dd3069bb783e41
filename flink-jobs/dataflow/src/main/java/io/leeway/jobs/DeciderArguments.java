package io.leeway.jobs;

import io.leeway.sinks.Sinks;
import io.leeway.topics.KafkaConnection;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of all jobs behind the scoring job: where they read and how they commit. */
final class DeciderArguments {
    @Option(names = "--bootstrap", required = true, paramLabel = "HOST:PORT", description = "Kafka brokers.")
    String bootstrap = "";

    @Option(
            names = "--allowed-lateness",
            paramLabel = "TIME",
            defaultValue = "PT10M",
            description =
                    "The scoring job's: how far a record may lie behind others in its partition. Default: ${DEFAULT-VALUE}.")
    Duration allowedLateness = Duration.ofMinutes(10);

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "TIME",
            defaultValue = "PT10S",
            description = "What is decided becomes visible with checkpoints. Default: ${DEFAULT-VALUE}.")
    private Duration checkpointInterval = Duration.ofSeconds(10);

    @Option(
            names = "--transaction-timeout",
            paramLabel = "TIME",
            defaultValue = "PT15M",
            description =
                    "Of Kafka transactions: longer than the longest outage, at most the brokers' maximum. Default: ${DEFAULT-VALUE}.")
    private Duration transactionTimeout = Duration.ofMinutes(15);

    @Option(
            names = "--transactional-id",
            paramLabel = "PREFIX",
            description = "Its own for each job at the same brokers. Default: leeway- and the job's name.")
    private @Nullable String transactionalId;

    /** A streaming environment with the checkpoints that were asked for. */
    StreamExecutionEnvironment streaming() {
        return JobMain.streaming(checkpointInterval);
    }

    /**
     * Kafka, exactly once, when it was checked that its transactions live long enough.
     *
     * @param group the job's consumer group, by which its transactions are named too where nothing else was said
     */
    Sinks.Destination kafka(String group) {
        KafkaConnection kafka = KafkaConnection.to(bootstrap);
        Preflight.requireTransactionTimeout(kafka, transactionTimeout, checkpointInterval);
        return Sinks.kafka(kafka, transactionalId == null ? group : transactionalId, transactionTimeout);
    }
}
