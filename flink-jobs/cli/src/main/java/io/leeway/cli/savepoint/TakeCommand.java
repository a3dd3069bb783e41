package io.leeway.cli.savepoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.leeway.cli.console.ByteSizes;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.RootCause;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.local.JobManagerRest;
import io.leeway.local.RunningCluster;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "take",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes a savepoint of a running job, in the canonical format, which every later release and state backend reads.",
            "",
            "The job keeps running, unless --stop is given: then it has ended when the savepoint is there, and nothing is lost or doubled between the two."
        },
        footer = {
            "",
            "Examples:",
            "  leeway savepoint take --to savepoints",
            "  leeway savepoint take 5f0c1e… --jobmanager flink:8081 --to s3://shop/savepoints --stop",
            "  leeway savepoint take --job-name 'leeway scoring'"
        })
final class TakeCommand extends PrintingCommand {
    private static final long LOOK_EVERY_MILLIS = 300;

    @Parameters(arity = "0..1", paramLabel = "JOBID", description = "The job. Default: the one that runs.")
    private @Nullable String job;

    @Option(names = "--job-name", paramLabel = "NAME", description = "The job by its name, as Flink shows it.")
    private @Nullable String jobName;

    @Option(
            names = "--jobmanager",
            paramLabel = "HOST:PORT",
            description = "The cluster's REST endpoint. Default: ${DEFAULT-VALUE}.")
    private String jobmanager = "localhost:8081";

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Where savepoints go, each into a folder of its own. Default: as the cluster is configured.")
    private @Nullable String to;

    @Option(names = "--stop", description = "Stops the job with it.")
    private boolean stop;

    @Override
    public Integer call() throws InterruptedException {
        Clock clock = Clock.systemUTC();
        long started = clock.millis();
        String folder = to == null ? null : SavepointLocation.of(to);
        try (RunningCluster cluster = RunningCluster.open(jobmanager)) {
            JobStatusMessage meant = cluster.job(job, jobName);
            JobID id = meant.getJobId();
            CompletableFuture<String> taken = stop
                    ? cluster.client().stopWithSavepoint(id, false, folder, SavepointFormatType.CANONICAL)
                    : cluster.client().triggerSavepoint(id, folder, SavepointFormatType.CANONICAL);
            String path = await(cluster, id, taken, clock);
            String took = ProgressBar.seconds(Duration.ofMillis(clock.millis() - started));
            PrintWriter out = out();
            out.println(path);
            out.println("savepoint of " + id + " \"" + meant.getJobName() + "\"" + size(path) + ", taken in " + took
                    + (stop ? "; the job has stopped" : ""));
        }
        return 0;
    }

    /** Empty for a file system that only the cluster can read. */
    private static String size(String path) {
        try {
            SavepointContents contents = SavepointContents.read(path);
            return ", " + ByteSizes.words(contents.bytes()) + " of state in "
                    + contents.operators().size() + " operators";
        } catch (UserError e) {
            return "";
        }
    }

    private String await(RunningCluster cluster, JobID job, CompletableFuture<String> taken, Clock clock)
            throws InterruptedException {
        JobDetailsInfo details = cluster.answer(cluster.client().getJobDetails(job));
        int tasks = details.getJobVertexInfos().stream()
                .mapToInt(JobDetailsInfo.JobVertexDetailsInfo::getParallelism)
                .sum();
        try (ProgressBar bar = new ProgressBar(CommandScreen.error(), "savepoint", tasks, "tasks", clock)) {
            while (true) {
                try {
                    String path = taken.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                    bar.update(tasks);
                    return path;
                } catch (TimeoutException e) {
                    bar.update(acknowledged(job));
                }
            }
        } catch (ExecutionException e) {
            throw UserError.found(
                    "a savepoint of " + job, RootCause.messageOf(RootCause.message(e)), "see the JobManager's log", e);
        }
    }

    private int acknowledged(JobID job) throws InterruptedException {
        JsonNode checkpoints = new JobManagerRest(jobmanager)
                .get("/jobs/" + job + "/checkpoints")
                .map(answer -> answer.path("history"))
                .orElse(MissingNode.getInstance());
        for (JsonNode each : checkpoints) {
            if (each.path("is_savepoint").asBoolean()
                    && each.path("status").asText().equals("IN_PROGRESS")) {
                return each.path("num_acknowledged_subtasks").asInt();
            }
        }
        return 0;
    }
}
