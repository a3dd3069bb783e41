package io.leeway.cli.cluster;

import io.leeway.cli.Screen;
import java.time.Clock;
import java.util.List;
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
            "Without --ha, running jobs end with it: what they committed stays, and they can be started again from a savepoint or their last checkpoint."
        },
        footer = {"", "Examples:", "  leeway cluster stop", "  leeway cluster stop --directory /tmp/second"})
final class ClusterStopCommand implements Callable<Integer> {

    @Mixin
    private ClusterCommand.Directory directory = new ClusterCommand.Directory();

    @Override
    public Integer call() throws InterruptedException {
        Screen screen = Screen.standard();
        ClusterFolder folder = directory.folder();
        Optional<ClusterState> state = ClusterState.read(folder);
        if (state.isEmpty()) {
            screen.println("No cluster runs in " + folder.root() + ".");
            return 0;
        }
        ClusterPlan plan = state.get().plan();
        List<JobManagerRest.Job> running = new JobManagerRest(plan.jobManager())
                .jobs().stream().filter(job -> !job.hasEnded()).toList();
        new LocalCluster(state.get(), screen, Clock.systemUTC()).stop();
        for (JobManagerRest.Job job : running) {
            screen.println(job.name() + " (" + job.id() + ") was running: "
                    + (plan.highlyAvailable()
                            ? "it goes on when the cluster is started again."
                            : "its checkpoints are in " + folder.checkpoints().resolve(job.id()) + "."));
        }
        return 0;
    }
}
