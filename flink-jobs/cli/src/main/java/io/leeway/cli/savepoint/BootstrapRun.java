package io.leeway.cli.savepoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.RootCause;
import io.leeway.cli.console.UserError;
import io.leeway.jobs.BootstrapStages;
import io.leeway.jobs.JobSettings;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;

/**
 * A bootstrap that resumes where it was interrupted. What is done is in the checkpoints of its
 * first stage, the files that those committed, and the journal.
 */
record BootstrapRun(
        BootstrapStages stages,
        Path work,
        String savepoint,
        Duration interval,
        int parallelism,
        int maxParallelism,
        Clock clock) {
    private static final long LOOK_EVERY_MILLIS = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    void run() throws Exception {
        BootstrapJournal now = new BootstrapJournal(
                SavepointLocation.of(stages.history()),
                stages.events(),
                stages.seam().toString(),
                savepoint,
                maxParallelism,
                false);
        Optional<BootstrapJournal> before = BootstrapJournal.read(work);
        if (before.isPresent()) {
            before.get().requireSame(now, work);
        }
        if (before.isEmpty() || !before.get().profilesDone()) {
            now.write(work);
            writeProfiles();
            now.withProfilesDone().write(work);
        } else {
            CommandScreen.error()
                    .println("resumes      with all profiles, which were finished before the interruption");
        }
        writeSavepoint();
        FileUtils.deleteDirectory(work.toFile());
    }

    private void writeProfiles() throws Exception {
        Configuration configuration = JobSettings.streaming();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                checkpoints().toUri().toString());
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
        Optional<Path> last = latestCheckpoint();
        if (last.isPresent()) {
            configuration.set(
                    StateRecoveryOptions.SAVEPOINT_PATH, last.get().toUri().toString());
            configuration.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
            CommandScreen.error()
                    .println(String.format(
                            Locale.ROOT,
                            "resumes      from a checkpoint: %,d of %,d events had been read",
                            eventsRead(),
                            stages.events()));
        } else {
            // Without a checkpoint nothing that lies there is known to be whole.
            FileUtils.deleteDirectory(profiles().toFile());
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
        stages.defineProfiles(env, profiles().toUri().toString());
        JobClient job = env.executeAsync("leeway bootstrap, profiles");
        try (ProgressBar bar = new ProgressBar(CommandScreen.error(), "profiles", stages.events(), "events", clock)) {
            await(job, () -> bar.update(eventsRead()));
        }
    }

    /** Checkpoints that an interruption left; the newest that was written to its end. */
    private Optional<Path> latestCheckpoint() throws IOException {
        if (!Files.isDirectory(checkpoints())) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(checkpoints(), 3)) {
            List<Path> newestFirst = files.filter(
                            file -> file.getFileName().toString().equals(SavepointContents.METADATA))
                    .sorted(Comparator.comparingLong(
                                    (Path file) -> file.toFile().lastModified())
                            .reversed())
                    .map(Path::getParent)
                    .toList();
            return newestFirst.stream().filter(SavepointContents::isWhole).findFirst();
        }
    }

    private void writeSavepoint() throws Exception {
        // An interruption in this stage left a part, without the metadata that would make it a
        // savepoint.
        org.apache.flink.core.fs.Path folder = new org.apache.flink.core.fs.Path(savepoint);
        FileSystem files = folder.getFileSystem();
        if (files.exists(folder)) {
            files.delete(folder, true);
        }
        StreamExecutionEnvironment env = JobSettings.localBatch();
        BootstrapStages.defineSavepoint(env, profiles().toUri().toString(), savepoint, maxParallelism);
        JobClient job = env.executeAsync("leeway bootstrap, savepoint");
        try (ProgressBar bar = new ProgressBar(CommandScreen.error(), "savepoint", 0, "bytes", clock)) {
            await(job, () -> bar.update(bytes(savepoint)));
        }
    }

    @FunctionalInterface
    private interface Look {
        void look() throws IOException;
    }

    private static void await(JobClient job, Look progress) throws Exception {
        var result = job.getJobExecutionResult();
        while (true) {
            try {
                JobExecutionResult ended = result.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                progress.look();
                if (ended != null) {
                    return;
                }
            } catch (TimeoutException e) {
                progress.look();
            } catch (ExecutionException e) {
                throw new UserError(
                        "Expected the bootstrap to end, found that it failed: " + RootCause.message(e)
                                + "; the same command resumes once that is corrected",
                        e);
            }
        }
    }

    /** Bytes of the files directly in a folder; 0 while there is none. */
    private static long bytes(String folder) throws IOException {
        org.apache.flink.core.fs.Path path = new org.apache.flink.core.fs.Path(folder);
        FileSystem files = path.getFileSystem();
        if (!files.exists(path)) {
            return 0;
        }
        long bytes = 0;
        FileStatus[] children = files.listStatus(path);
        if (children != null) {
            for (FileStatus child : children) {
                bytes += child.getLen();
            }
        }
        return bytes;
    }

    /** By the counts that checkpoints committed, so that it is known after an interruption too. */
    private long eventsRead() throws IOException {
        Path tallies = profiles().resolve(Topics.TALLIES);
        if (!Files.isDirectory(tallies)) {
            return 0;
        }
        long read = 0;
        try (Stream<Path> files = Files.list(tallies)) {
            for (Path file : files.filter(each -> !each.getFileName().toString().startsWith("."))
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    read += JSON.readTree(line).path("counts").path("history").asLong();
                }
            }
        }
        return read;
    }

    private Path checkpoints() {
        return work.resolve("checkpoints");
    }

    private Path profiles() {
        return work.resolve("profiles");
    }
}
