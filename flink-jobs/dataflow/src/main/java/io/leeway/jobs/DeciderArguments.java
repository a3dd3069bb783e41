package io.leeway.jobs;

import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.DeciderOptions;
import io.leeway.jobs.options.JobSourceOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What all jobs behind the scoring job take: where they read, and how often they take checkpoints.
 */
class DeciderArguments {
    @Option(names = "--bootstrap", required = true, paramLabel = "HOST:PORT", description = "Kafka brokers.")
    private String bootstrap = "";

    @Mixin
    private KafkaArguments kafka = new KafkaArguments();

    @Option(
            names = "--allowed-lateness",
            paramLabel = "TIME",
            description =
                    "The scoring job's: how far a record may lie behind others in its partition. Default: ${DEFAULT-VALUE}.")
    private Duration allowedLateness = JobSourceOptions.DEFAULTS.allowedLateness();

    @Mixin
    private LostEventsArguments lostEvents = new LostEventsArguments();

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "TIME",
            description = "What is decided becomes visible with checkpoints. Default: ${DEFAULT-VALUE}.")
    private Duration checkpointInterval = CommitOptions.DEFAULTS.checkpointInterval();

    final DeciderOptions options() {
        return JobMain.checked(() -> new DeciderOptions(
                kafka.connection(bootstrap), allowedLateness, lostEvents.policy(), commit(checkpointInterval)));
    }

    /** How the job commits; without transactions of its own. */
    CommitOptions commit(Duration interval) {
        return CommitOptions.DEFAULTS.withCheckpointInterval(interval);
    }

    /** Those of a job that writes in Kafka transactions. */
    static final class Transactional extends DeciderArguments {
        @Mixin
        private TransactionArguments transactions = new TransactionArguments();

        @Option(
                names = "--replay",
                paramLabel = "DIR",
                description =
                        "Decides once more on all that the topics hold by now, into JSON lines in DIR, and ends. Nothing is written to Kafka;"
                                + " `leeway audit --expected DIR` compares.")
        private @Nullable Path replay;

        /** Runs the job, or once more over what it has read. */
        int run(String name, CommitOptions commit, Consumer<StreamExecutionEnvironment> job, Replay again)
                throws Exception {
            Path folder = replay;
            return folder == null
                    ? JobMain.stream(name, commit, job)
                    : JobMain.stream(name + ", replayed", commit, env -> again.define(env, folder));
        }

        /** Defines the job over what its topics hold, into files. */
        interface Replay {
            void define(StreamExecutionEnvironment env, Path folder);
        }

        @Override
        CommitOptions commit(Duration interval) {
            return transactions.commit(interval);
        }
    }
}
