package io.leeway.cli.cluster;

import io.leeway.cli.console.ClockPause;
import io.leeway.cli.console.UserError;
import io.leeway.local.JobManagerRest;
import io.leeway.local.RunningCluster;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;

/** Waits for jobs of a cluster, and stops them. For one thread. */
final class ClusterJobs {

    private static final Duration TO_STOP = Duration.ofMinutes(2);
    private static final long LOOK_EVERY_MILLIS = 200;

    private final String jobManager;
    private final JobManagerRest rest;
    private final Clock clock;
    private final ClockPause pause = ClockPause.parking();

    ClusterJobs(String jobManager, Clock clock) {
        this.jobManager = jobManager;
        this.rest = new JobManagerRest(jobManager);
        this.clock = clock;
    }

    void awaitRunning(String id, Duration atMost) throws InterruptedException {
        long last = clock.millis() + atMost.toMillis();
        while (!rest.job(id).map(JobManagerRest.Job::isRunning).orElse(false)) {
            requireAlive(id);
            if (clock.millis() > last) {
                throw new UserError("Expected all tasks of job " + id + " to run within " + atMost.toSeconds()
                        + " s, found that they do not; see http://" + jobManager);
            }
            pause.until(clock, clock.millis() + LOOK_EVERY_MILLIS);
        }
    }

    /** @throws UserError when the job has ended */
    void requireAlive(String id) throws InterruptedException {
        if (rest.job(id).map(JobManagerRest.Job::hasEnded).orElse(false)) {
            throw new UserError("Expected job " + id + " to run, found that it has ended: " + rest.failure(id));
        }
    }

    /**
     * Stops a job with a savepoint in the format that any build and state backend reads.
     *
     * @param drain whether a job with a last instant works off what is due until then
     * @return the savepoint's path
     */
    String stop(String id, boolean drain, Path folder) throws InterruptedException {
        try (RunningCluster cluster = RunningCluster.open(jobManager)) {
            return cluster.client()
                    .stopWithSavepoint(
                            JobID.fromHexString(id), drain, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                    .get(TO_STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new UserError(
                    "Expected job " + id + " to stop with a savepoint in " + folder + ", found: " + e.getMessage(), e);
        }
    }
}
