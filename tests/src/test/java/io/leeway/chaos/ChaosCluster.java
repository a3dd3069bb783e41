package io.leeway.chaos;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.scheduler.stopwithsavepoint.StopWithSavepointStoppingException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** A cluster of some TaskManagers in this JVM, for all jobs of a run. */
final class ChaosCluster implements AutoCloseable {
    static final int MANAGERS = 3;
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** The name of a task's thread has its subtask, a model's its prefix. */
    private static final Pattern TASK = Pattern.compile("\\(\\d+/\\d+\\)#|^leeway-|Source");

    private static final Pattern TAKEN = Pattern.compile("created at: (\\S+),");

    private static final int DEPTH = 15;
    private static final int SLOTS = 2;
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final Path folder;
    private final MiniCluster cluster;
    private final Deque<Integer> managers = new ArrayDeque<>();
    private int started;

    private ChaosCluster(Path folder, MiniCluster cluster) {
        this.folder = folder;
        this.cluster = cluster;
    }

    /** A job is defined by this. */
    interface Job {
        void define(StreamExecutionEnvironment env) throws Exception;
    }

    static ChaosCluster start(Path folder) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(MANAGERS)
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
        cluster.start();
        ChaosCluster made = new ChaosCluster(folder, cluster);
        while (made.started < MANAGERS) {
            made.managers.addLast(made.started++);
        }
        return made;
    }

    /** Starts a job, from a savepoint or from nothing. */
    JobID submit(Job job, int parallelism, boolean unaligned, @Nullable String savepoint) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, INTERVAL);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, unaligned);
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 1000);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1000);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        if (savepoint != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
        job.define(env);
        return cluster.submitJob(env.getStreamGraph().getJobGraph()).get().getJobID();
    }

    JobStatus status(JobID job) throws Exception {
        return cluster.getJobStatus(job).get();
    }

    /** What a job failed of, down to the root. */
    String failure(JobID job) throws Exception {
        ErrorInfo failure = cluster.getExecutionGraph(job).get().getFailureInfo();
        return failure == null ? "no failure" : failure.getExceptionAsString();
    }

    boolean isOver(JobID job) throws Exception {
        return status(job).isGloballyTerminalState();
    }

    long checkpoints(JobID job) throws Exception {
        return cluster.getExecutionGraph(job)
                .get()
                .getCheckpointStatsSnapshot()
                .getCounts()
                .getNumberOfCompletedCheckpoints();
    }

    /** Waits for a condition, or for the job's end. Returns whether the condition holds. */
    boolean await(JobID job, String what, Condition condition) {
        boolean[] held = new boolean[1];
        try {
            Awaitility.await(what)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        held[0] = condition.holds();
                        return held[0] || isOver(job);
                    });
        } catch (ConditionTimeoutException hung) {
            System.out.println("Waited in vain for " + what + ": " + standing(job));
            throw hung;
        }
        return held[0];
    }

    /** What a job that does not get on is doing: its checkpoints, and the threads of tasks. */
    private String standing(JobID job) {
        StringBuilder text = new StringBuilder();
        try {
            CheckpointStatsCounts counts = cluster.getExecutionGraph(job)
                    .get()
                    .getCheckpointStatsSnapshot()
                    .getCounts();
            text.append(status(job)).append(", checkpoints completed ");
            text.append(counts.getNumberOfCompletedCheckpoints()).append(", failed ");
            text.append(counts.getNumberOfFailedCheckpoints()).append(", in progress ");
            text.append(counts.getNumberOfInProgressCheckpoints()).append(", last failure ");
            text.append(failure(job).lines().findFirst().orElse(""));
        } catch (Exception unknown) {
            text.append(unknown);
        }
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (TASK.matcher(thread.getName()).find()) {
                text.append("\n\"").append(thread.getName()).append('"');
                Arrays.stream(stack).limit(DEPTH).forEach(frame -> text.append("\n    at ")
                        .append(frame));
            }
        });
        return text.toString();
    }

    /** What is waited for. */
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Stops a job in order; null where it ended before. */
    @Nullable
    String stop(JobID job) {
        String[] savepoint = new String[1];
        Awaitility.await("a savepoint of " + job)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreException(ExecutionException.class)
                .until(() -> {
                    if (isOver(job)) {
                        return true;
                    }
                    try {
                        savepoint[0] = cluster.stopWithSavepoint(
                                        job,
                                        folder.resolve("savepoints").toUri().toString(),
                                        false,
                                        SavepointFormatType.CANONICAL)
                                .get(1, TimeUnit.MINUTES);
                    } catch (ExecutionException failed) {
                        savepoint[0] = takenBefore(failed);
                        if (savepoint[0] == null) {
                            throw failed;
                        }
                    }
                    return true;
                });
        return savepoint[0] == null ? null : URI.create(savepoint[0]).toString();
    }

    /** A job that fails while it stops has its savepoint, and Flink says to start from that; else null. */
    @Nullable
    private static String takenBefore(ExecutionException failed) {
        return ExceptionUtils.findThrowable(failed, StopWithSavepointStoppingException.class)
                .map(stopping -> TAKEN.matcher(String.valueOf(stopping.getMessage())))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .orElse(null);
    }

    /** One TaskManager dies at once, and a new one comes. */
    void replaceManager(int which) throws Exception {
        for (int i = 0; i < which; i++) {
            managers.addLast(managers.removeFirst());
        }
        cluster.terminateTaskManager(managers.removeFirst()).get();
        cluster.startTaskManager();
        managers.addLast(started++);
    }

    void cancel(JobID job) throws Exception {
        if (!isOver(job)) {
            cluster.cancelJob(job).get();
            Awaitility.await("the end of " + job).atMost(PATIENCE).until(() -> isOver(job));
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
