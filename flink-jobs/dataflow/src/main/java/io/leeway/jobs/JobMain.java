package io.leeway.jobs;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;

/** What the jobs' mains share. */
final class JobMain {
    private JobMain() {}

    /** Runs a job's command as {@code flink run} does: what is wrong ends the client with its line. */
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

    /** A streaming environment with checkpoints at this interval. */
    static StreamExecutionEnvironment streaming(Duration checkpointInterval) {
        Configuration configuration = JobSettings.streaming();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    }
}
