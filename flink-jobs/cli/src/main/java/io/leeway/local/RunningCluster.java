package io.leeway.local;

import io.leeway.cli.console.ClockPause;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.RootCause;
import io.leeway.cli.console.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo;
import org.jspecify.annotations.Nullable;

/** A running cluster, by Flink's own client. Failures are one line. The caller closes it. */
public final class RunningCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration TO_RUN = Duration.ofMinutes(3);
    private static final long LOOK_EVERY_MILLIS = 300;

    private final String address;
    private final Configuration configuration;
    private final RestClusterClient<StandaloneClusterId> client;

    private RunningCluster(String address, Configuration configuration, RestClusterClient<StandaloneClusterId> client) {
        this.address = address;
        this.configuration = configuration;
        this.client = client;
    }

    /**
     * Connects, and checks that the endpoint answers.
     *
     * @param jobmanager {@code host:port} of its REST endpoint
     */
    public static RunningCluster open(String jobmanager) {
        int colon = jobmanager.lastIndexOf(':');
        if (colon < 1 || !jobmanager.substring(colon + 1).matches("\\d{1,5}")) {
            throw new UserError("Expected --jobmanager as HOST:PORT, found " + jobmanager);
        }
        Configuration configuration = shipped();
        configuration.set(RestOptions.ADDRESS, jobmanager.substring(0, colon));
        configuration.set(RestOptions.PORT, Integer.parseInt(jobmanager.substring(colon + 1)));
        configuration.set(RestOptions.RETRY_MAX_ATTEMPTS, 3);
        configuration.set(RestOptions.RETRY_DELAY, Duration.ofMillis(500));
        try {
            RunningCluster cluster = new RunningCluster(
                    jobmanager,
                    configuration,
                    new RestClusterClient<>(configuration, StandaloneClusterId.getInstance()));
            cluster.answer(cluster.client.getClusterOverview());
            return cluster;
        } catch (UserError e) {
            throw e;
        } catch (Exception e) {
            throw unreachable(jobmanager, e);
        }
    }

    /** The settings of the Flink home that the command runs out of. */
    private static Configuration shipped() {
        String home = System.getProperty("leeway.home");
        return home != null && Files.isDirectory(Path.of(home, "conf"))
                ? GlobalConfiguration.loadConfiguration(home + "/conf")
                : new Configuration();
    }

    private static UserError unreachable(String address, Throwable cause) {
        return new UserError(
                "Expected a Flink JobManager at " + address
                        + ", found none that answers; start the cluster, or name its REST endpoint with --jobmanager",
                cause);
    }

    public Configuration configuration() {
        return configuration;
    }

    public RestClusterClient<StandaloneClusterId> client() {
        return client;
    }

    /** An answer of the REST endpoint, within a while. */
    public <T> T answer(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unreachable(address, e);
        }
    }

    /** The job of that id or name; with neither the one that runs. */
    public JobStatusMessage job(@Nullable String id, @Nullable String name) throws InterruptedException {
        List<JobStatusMessage> running = answer(client.listJobs()).stream()
                .filter(job -> job.getJobState() == JobStatus.RUNNING)
                .toList();
        List<JobStatusMessage> meant = running.stream()
                .filter(job -> id == null || job.getJobId().equals(idOf(id)))
                .filter(job -> name == null || Objects.equals(job.getJobName(), name))
                .toList();
        if (meant.size() == 1) {
            return meant.get(0);
        }
        String wanted = id != null ? "the job " + id : name != null ? "one job named \"" + name + "\"" : "one job";
        String found = running.isEmpty()
                ? "none"
                : running.stream()
                        .map(job -> job.getJobId() + " \"" + job.getJobName() + "\"")
                        .collect(Collectors.joining(", "));
        throw new UserError("Expected " + wanted + " to run at " + address + ", found " + found
                + (running.size() > 1 ? "; give the id of the one that is meant" : "; start it first"));
    }

    private static JobID idOf(String id) {
        try {
            return JobID.fromHexString(id);
        } catch (IllegalArgumentException e) {
            throw new UserError("Expected a job's id of 32 hexadecimal digits, found " + id, e);
        }
    }

    /**
     * Waits until all tasks of a job that was submitted run. State that cannot be read shows then,
     * and only then.
     *
     * @throws UserError when it has failed, or does not run after a while, with its last failure
     */
    public void awaitRunning(JobID job, Clock clock) throws InterruptedException {
        long last = clock.millis() + TO_RUN.toMillis();
        ProgressBar bar = null;
        try {
            while (true) {
                JobDetailsInfo details = answer(client.getJobDetails(job));
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
                    String cause = new JobManagerRest(address).failure(job.toString());
                    String why =
                            cause == null ? "no task has failed; are there slots enough?" : RootCause.messageOf(cause);
                    throw new UserError("Expected the job " + job + " to run from the savepoint, found it "
                            + details.getJobStatus().toString().toLowerCase(Locale.ROOT) + ": " + why);
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

    @Override
    public void close() {
        client.close();
    }
}
