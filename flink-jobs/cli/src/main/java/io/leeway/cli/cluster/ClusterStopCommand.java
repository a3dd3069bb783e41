package io.leeway.cli.cluster;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.UserError;
import io.leeway.local.JobManagerRest;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code leeway cluster stop}: ends with 0 also when nothing runs. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Ends the processes of a cluster, Flink's first. Does nothing where none run.",
            "",
            "Without --ha, running jobs are stopped with a savepoint first; with it, they resume when the cluster is started again."
        },
        footer = {"", "Examples:", "  leeway cluster stop", "  leeway cluster stop --directory /tmp/second"})
final class ClusterStopCommand implements Callable<Integer> {

    @Mixin
    private ClusterCommand.Directory directory = new ClusterCommand.Directory();

    @Override
    public Integer call() throws InterruptedException {
        CommandScreen screen = CommandScreen.standard();
        ClusterFolder folder = directory.folder();
        Optional<ClusterState> state = ClusterState.read(folder);
        if (state.isEmpty()) {
            screen.println("No cluster runs in " + folder.root() + ".");
            return 0;
        }
        ClusterPlan plan = state.get().plan();
        for (JobManagerRest.Job job : new JobManagerRest(plan.jobManager()).jobs()) {
            if (!job.hasEnded()) {
                screen.println(
                        plan.highlyAvailable()
                                ? title(job) + " resumes when the cluster is started again"
                                : stopped(job, plan, folder));
            }
        }
        new LocalCluster(state.get(), screen, Clock.systemUTC()).stop();
        return 0;
    }

    /**
     * A JobManager without ZooKeeper deletes a job's checkpoints when it ends in order: only a
     * savepoint is left.
     */
    private static String stopped(JobManagerRest.Job job, ClusterPlan plan, ClusterFolder folder)
            throws InterruptedException {
        try {
            String savepoint =
                    new ClusterJobs(plan.jobManager(), Clock.systemUTC()).stop(job.id(), false, folder.savepoints());
            return title(job) + " has stopped; resume it with `leeway run --from-savepoint " + savepoint + " …`";
        } catch (UserError e) {
            return title(job) + " ends without a savepoint: " + e.getMessage();
        }
    }

    private static String title(JobManagerRest.Job job) {
        return job.name() + " (" + job.id() + ")";
    }
}
