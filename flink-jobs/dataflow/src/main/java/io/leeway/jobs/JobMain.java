package io.leeway.jobs;

import io.leeway.jobs.options.CommitOptions;
import io.leeway.sinks.Sinks;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.RecordLimits;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;

/** What the jobs' mains share. */
final class JobMain {
    private JobMain() {}

    /**
     * Runs a job's command as {@code flink run} does: what is wrong ends the client with its line.
     */
    static void run(Callable<Integer> job, String[] arguments) {
        CommandLine command = new CommandLine(job).setCaseInsensitiveEnumValuesAllowed(true);
        Exception[] failed = new Exception[1];
        command.setExecutionExceptionHandler((failure, line, result) -> {
            failed[0] = failure;
            return 1;
        });
        int code = command.execute(arguments);
        if (failed[0] instanceof RuntimeException failure) {
            throw failure;
        }
        if (failed[0] != null) {
            throw new JobException(String.valueOf(failed[0].getMessage()), failed[0]);
        }
        if (code == 2) {
            throw new JobException("Expected arguments as --help shows, found others; see the line above");
        }
    }

    /** A batch environment of whatever executes this program. */
    static StreamExecutionEnvironment batch() {
        Configuration configuration = JobSettings.batch();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    }

    /** Defines and executes a live job with checkpoints at the interval of its commits. */
    static int stream(String name, CommitOptions commit, Consumer<StreamExecutionEnvironment> define) throws Exception {
        StreamExecutionEnvironment env = streaming(commit.checkpointInterval());
        define.accept(env);
        env.execute(name);
        return 0;
    }

    /** A streaming environment of whatever executes this program, with checkpoints. */
    static StreamExecutionEnvironment streaming(Duration checkpointInterval) {
        Configuration configuration = JobSettings.streaming();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        if (env instanceof LocalStreamEnvironment) {
            env.configure(onDisk());
        }
        return env;
    }

    /**
     * For a job in this process: by default Flink keeps checkpoints in memory, and fails one above
     * 5 MiB.
     */
    private static Configuration onDisk() {
        try {
            Path folder = Files.createTempDirectory("leeway-checkpoints");
            Configuration settings = new Configuration();
            settings.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
            settings.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
            return settings;
        } catch (IOException e) {
            throw new JobException(
                    "Expected a folder for temporary files that can be written, found: " + e.getMessage()
                            + "; name another with the system property java.io.tmpdir",
                    e);
        }
    }

    /** Options from a command line: what a record refuses is the user's mistake. */
    static <T> T checked(Supplier<T> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException wrong) {
            String message = String.valueOf(wrong.getMessage());
            throw new JobException(message.contains("; ") ? message : message + "; correct the option", wrong);
        }
    }

    /** Whether --return-event says purchases; else it says any activity. */
    static boolean isPurchase(String returnEvent) {
        if (!returnEvent.equals("purchase") && !returnEvent.equals("activity")) {
            throw new JobException(
                    "Expected --return-event purchase or activity, found '" + returnEvent + "'; name one");
        }
        return returnEvent.equals("purchase");
    }

    /**
     * Kafka, exactly once. {@link #requireWritable} checks it; where brokers do not answer, or refuse
     * the client, only the producer's own limits are known.
     *
     * @param writes the topics, without prefix
     * @param transactionalId of the transactions where the options name none
     */
    static Sinks.Destination kafka(
            KafkaConnection kafka, CommitOptions commit, String transactionalId, Collection<String> writes) {
        RecordLimits limits;
        try {
            limits = Preflight.limits(kafka, writes);
        } catch (JobException unanswered) {
            // The checks of a first start say it; a restored job is not to end here.
            limits = RecordLimits.of(kafka);
        }
        return Sinks.kafka(
                kafka,
                limits,
                writes.stream().filter(Topics.WITH_PROGRESS::contains).toList(),
                commit.transactionalIdOr(transactionalId),
                commit.transactionTimeout());
    }

    /**
     * The transactions of {@link #kafka} must live long enough and be allowed, and its topics take
     * what Leeway writes.
     */
    static void requireWritable(
            KafkaConnection kafka, CommitOptions commit, String transactionalId, Collection<String> writes) {
        Preflight.requireTransactions(
                kafka,
                commit.transactionalIdOr(transactionalId),
                commit.transactionTimeout(),
                commit.checkpointInterval());
        Preflight.requireLimits(kafka, writes);
    }
}
