package io.leeway.cli.savepoint;

import io.leeway.cli.console.ClockPause;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.RootCause;
import io.leeway.cli.console.UserError;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobExceptionsHeaders;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo;
import org.apache.flink.runtime.rest.messages.job.JobExceptionsMessageParameters;

/**
 * Waits until all tasks of a job that was submitted run. State that cannot be read shows then, and
 * only then.
 */
final class JobStart {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long LOOK_EVERY_MILLIS = 300;

    private JobStart() {}

    /**
     * @throws UserError when it has failed, or does not run after a while, with what Flink says of
     *     it
     */
    static void await(RunningCluster cluster, JobID job, Clock clock) throws InterruptedException {
        long last = clock.millis() + PATIENCE.toMillis();
        ProgressBar bar = null;
        try {
            while (true) {
                JobDetailsInfo details = cluster.answer(cluster.client().getJobDetails(job));
                int stages = details.getJobVertexInfos().size();
                int running = in(details, ExecutionState.RUNNING) + in(details, ExecutionState.FINISHED);
                if (bar == null && stages > 0) {
                    bar = new ProgressBar(CommandScreen.error(), "starting", stages, "stages", clock);
                }
                if (bar != null) {
                    bar.update(running);
                }
                if (stages > 0 && running == stages) {
                    return;
                }
                if (details.getJobStatus().isGloballyTerminalState() || clock.millis() > last) {
                    throw new UserError("Expected the job " + job + " to run from the savepoint, found it "
                            + details.getJobStatus().toString().toLowerCase(Locale.ROOT) + ": " + why(cluster, job));
                }
                ClockPause.parking().until(clock, clock.millis() + LOOK_EVERY_MILLIS);
            }
        } finally {
            if (bar != null) {
                bar.close();
            }
        }
    }

    private static int in(JobDetailsInfo details, ExecutionState state) {
        return details.getJobVerticesPerState().getOrDefault(state, 0);
    }

    /** The last cause of the latest failure. */
    private static String why(RunningCluster cluster, JobID job) throws InterruptedException {
        JobExceptionsMessageParameters parameters = new JobExceptionsMessageParameters();
        parameters.jobPathParameter.resolve(job);
        return cluster
                .answer(cluster.client()
                        .sendRequest(JobExceptionsHeaders.getInstance(), parameters, EmptyRequestBody.getInstance()))
                .getExceptionHistory()
                .getEntries()
                .stream()
                .findFirst()
                .map(entry -> RootCause.messageOf(entry.getStacktrace()))
                .orElse("no task has failed; are there slots enough?");
    }
}
