package io.leeway.cli.cluster;

import io.leeway.cli.console.UserError;
import io.leeway.cli.console.VisibleWriter;
import io.leeway.cli.savepoint.SavepointFolder;
import io.leeway.local.JobManagerRest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leeway run}: a job of the shipped jar onto a cluster. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Submits a job of the shipped jar to a cluster and prints its id.",
            "",
            "What follows the job's name is the job's own; `leeway score --help` shows that of ScoringJob."
        },
        footer = {
            "",
            "Examples:",
            "  leeway run ScoringJob --history shop --bootstrap localhost:9092 --models models",
            "  leeway run --parallelism 4 --from-savepoint run/savepoints/savepoint-0a1b2c ScoringJob --history shop --bootstrap localhost:9092 --models models",
            "  leeway run --from-latest run ScoringJob --history shop --bootstrap localhost:9092 --models models",
            "  leeway run --attached BackfillJob --history shop --models models --output scores"
        })
public final class RunCommand implements Callable<Integer> {

    @SuppressWarnings("NullAway.Init") // picocli sets it before any method is called
    private CommandSpec spec;

    @Option(
            names = "--jobmanager",
            paramLabel = "HOST:PORT",
            description = "The JobManager's REST address. Default: ${DEFAULT-VALUE}.")
    private String jobManager = "localhost:8081";

    @Option(names = "--parallelism", paramLabel = "N", description = "Default: the job's own, or the cluster's.")
    private @Nullable Integer parallelism;

    @Option(
            names = "--from-savepoint",
            paramLabel = "PATH",
            description = "Starts from a savepoint or a retained checkpoint, also of another parallelism.")
    private @Nullable String fromSavepoint;

    @Option(
            names = "--from-latest",
            paramLabel = "DIR",
            description =
                    "Starts from the newest savepoint or retained checkpoint below this folder that the job has written.")
    private @Nullable String fromLatest;

    @Option(names = "--jar", paramLabel = "JAR", description = "Another build's job jar. Default: that of this home.")
    private @Nullable Path jar;

    @Option(names = "--attached", description = "Returns when the job has ended, instead of when it was taken.")
    private boolean attached;

    @Option(names = "--detached", description = "Returns when the job was taken; that is the default.")
    private boolean detached;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "JOB",
            description = "ScoringJob, or io.leeway.jobs.ScoringJob; without it: lists the jobs there are.")
    private @Nullable String job;

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "The job's own.")
    private List<String> arguments = new ArrayList<>();

    /** From the job's name on, options are the job's. */
    @Spec
    void spec(CommandSpec own) {
        spec = own;
        own.parser().stopAtPositional(true);
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = new VisibleWriter(spec.commandLine().getOut());
        Path chosen = (jar == null ? ShippedJobs.jar(ClusterCommand.home()) : jar).toAbsolutePath();
        ShippedJobs shipped = ShippedJobs.of(chosen);
        String name = job;
        if (name == null) {
            shipped.classes().forEach(out::println);
            out.flush();
            return 0;
        }
        if (attached && detached) {
            throw new UserError("Expected --attached or --detached, found both; leave one out");
        }
        String mainClass = shipped.named(name);
        String state = fromSavepoint;
        if (fromLatest != null) {
            if (fromSavepoint != null) {
                throw new UserError("Expected --from-savepoint or --from-latest, found both; leave one out");
            }
            state = SavepointFolder.latest(fromLatest, mainClass);
            print(out, "from " + state);
        }
        JobManagerRest rest = new JobManagerRest(jobManager);
        if (rest.get("/overview").isEmpty()) {
            throw new UserError(
                    "Expected a JobManager at " + jobManager
                            + ", found none that answers; start one with `leeway cluster start`, or name another with --jobmanager");
        }
        JobSubmission submission = new JobSubmission(
                FlinkClient.ofThisHome(), chosen, mainClass, arguments, jobManager, parallelism, state);
        if (attached) {
            submission.attached(line -> print(out, line));
            out.println(mainClass + " has ended");
        } else {
            String id = submission.detached(line -> print(out, line));
            out.println("job " + id);
            out.println("see http://" + jobManager + "/#/job/running/" + id + "/overview");
        }
        out.flush();
        return 0;
    }

    /** At once: a program that trains shows how far it is. */
    private static void print(PrintWriter out, String line) {
        out.println(line.replace("\t", "    "));
        out.flush();
    }
}
