package io.leeway.cli.savepoint;

import io.leeway.cli.console.ByteSizes;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.local.RunningCluster;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts a job of the shipped jar from a savepoint, as `flink run -s` does, once it is known to fit.",
            "",
            "Before anything is submitted, each operator and state in the savepoint is looked for in the job's graph and in the ledger of this build. Whatever would be lost or could not be"
                    + " read is named on a line of its own, and the job is not started."
        },
        footer = {
            "",
            "Examples:",
            "  leeway savepoint restore savepoints/savepoint-1a2b3c-4d5e6f -- --bootstrap kafka:9092 --seam 2026-01-01T00:00:00Z --models /models",
            "  leeway savepoint restore s3://shop/savepoints/savepoint-1a2b3c-4d5e6f --parallelism 4 -- --history …",
            "  leeway savepoint restore savepoints/savepoint-1a2b3c-4d5e6f --check -- --history …    looks, and starts nothing"
        })
final class RestoreCommand extends PrintingCommand {
    @Parameters(index = "0", paramLabel = "PATH", description = "The savepoint's folder.")
    private String path = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "After --: the job's own arguments.")
    private List<String> arguments = new ArrayList<>();

    @Option(names = "--main-class", paramLabel = "CLASS", description = "The job. Default: ${DEFAULT-VALUE}.")
    private String mainClass = "io.leeway.jobs.ScoringJob";

    @Option(
            names = "--jobmanager",
            paramLabel = "HOST:PORT",
            description = "The cluster's REST endpoint. Default: ${DEFAULT-VALUE}.")
    private String jobmanager = "localhost:8081";

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Another than the configured one; a savepoint fits any up to its maximum.")
    private @Nullable Integer parallelism;

    @Option(
            names = "--allow-non-restored",
            description = "Leaves behind state for which the job has no operator or no state of that name.")
    private boolean allowNonRestored;

    @Option(names = "--check", description = "Only says whether it fits.")
    private boolean check;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = out();
        SavepointContents savepoint = SavepointContents.read(SavepointLocation.of(path));
        JobProgram program = new JobProgram(JobProgram.shipped(), mainClass, arguments);
        try (RunningCluster cluster = RunningCluster.open(jobmanager)) {
            JobGraph graph = program.graph(cluster.configuration(), parallelism);
            SavepointCompatibility fit = SavepointCompatibility.of(
                    savepoint,
                    JobProgram.operatorIds(graph),
                    StateLedger.nameOf(mainClass).map(StateLedger::of).orElse(null),
                    allowNonRestored);
            if (!fit.misfits().isEmpty()) {
                fit.misfits().stream().skip(1).forEach(line -> err().println("leeway: " + line));
                throw new UserError(fit.misfits().get(0));
            }
            out.println("fits: " + savepoint.operators().size() + " operators, " + ByteSizes.words(savepoint.bytes())
                    + " of state"
                    + (fit.empty().isEmpty() ? "" : "; without state begin " + String.join(", ", fit.empty())));
            if (!check) {
                graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint.path(), allowNonRestored));
                JobID job = cluster.answer(cluster.client().submitJob(graph));
                cluster.awaitRunning(job, Clock.systemUTC());
                out.println("job " + job + " \"" + graph.getName() + "\" runs from " + savepoint.path());
            }
        }
        return 0;
    }
}
