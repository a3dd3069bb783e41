package io.leeway.cli.cluster;

import io.leeway.cli.console.UserError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.client.cli.ClientOptions;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.ProgramInvocationException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.DefaultExecutorServiceLoader;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.jspecify.annotations.Nullable;

/**
 * A job of a jar on its way to a JobManager, by Flink's own client in this process.
 *
 * @param jar with the job, which the cluster gets as well
 * @param mainClass in it
 * @param arguments the job's
 * @param jobManager {@code host:port} of its REST endpoint
 * @param parallelism null: the job's, or the cluster's default
 * @param fromSavepoint a savepoint or retained checkpoint; null: from nothing
 */
record JobSubmission(
        Path jar,
        String mainClass,
        List<String> arguments,
        String jobManager,
        @Nullable Integer parallelism,
        @Nullable String fromSavepoint) {

    JobSubmission {
        arguments = List.copyOf(arguments);
    }

    /**
     * Submits it and does not wait for its end.
     *
     * @return the job's id
     * @throws UserError when the program or the JobManager refuses
     */
    String detached() {
        // A program tells only the terminal which id its job got: it is given one.
        JobID id = new JobID();
        Configuration configuration = configuration();
        configuration.set(DeploymentOptions.ATTACHED, false);
        configuration.set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, id.toHexString());
        execute(configuration, true);
        return id.toHexString();
    }

    /** Runs the program to its end, with as many jobs as it has. */
    void attached() {
        Configuration configuration = configuration();
        configuration.set(DeploymentOptions.ATTACHED, true);
        execute(configuration, false);
    }

    private Configuration configuration() {
        Configuration configuration = GlobalConfiguration.loadConfiguration(
                ClusterCommand.home().resolve("conf").toString());
        int colon = jobManager.lastIndexOf(':');
        configuration.set(DeploymentOptions.TARGET, "remote");
        configuration.set(RestOptions.ADDRESS, jobManager.substring(0, colon));
        configuration.set(RestOptions.PORT, Integer.parseInt(jobManager.substring(colon + 1)));
        configuration.set(PipelineOptions.JARS, List.of(jar.toUri().toString()));
        configuration.set(ClientOptions.CLIENT_TIMEOUT, Duration.ofMinutes(1));
        if (parallelism != null) {
            configuration.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        }
        SavepointRestoreSettings.toConfiguration(restore(), configuration);
        return configuration;
    }

    private SavepointRestoreSettings restore() {
        return fromSavepoint == null
                ? SavepointRestoreSettings.none()
                : SavepointRestoreSettings.forPath(fromSavepoint, false);
    }

    private void execute(Configuration configuration, boolean oneJob) {
        try (PackagedProgram program = PackagedProgram.newBuilder()
                .setJarFile(jar.toFile())
                .setEntryPointClassName(mainClass)
                .setArguments(arguments.toArray(String[]::new))
                .setConfiguration(configuration)
                .setSavepointRestoreSettings(restore())
                .build()) {
            ClientUtils.executeProgram(new DefaultExecutorServiceLoader(), configuration, program, oneJob, true);
        } catch (ProgramInvocationException e) {
            throw failed(e);
        }
    }

    /** The program's own message where it has one: its class is the jar's, not this process's. */
    private UserError failed(ProgramInvocationException failure) {
        Throwable told = failure;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each.getMessage() != null) {
                told = each;
            }
            if (each.getClass().getName().startsWith("io.leeway.")) {
                return new UserError(String.valueOf(each.getMessage()), failure);
            }
        }
        return new UserError(
                "Expected the JobManager at " + jobManager + " to take " + mainClass + ", found: " + told.getMessage(),
                failure);
    }
}
