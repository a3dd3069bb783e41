package io.leeway.cli.cluster;

import io.leeway.cli.console.UserError;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leeway cluster}: start, stop, status. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a cluster on this machine: JobManager, TaskManagers, SQL gateway and a Kafka broker, each a process of its own out of the Flink home.",
            "",
            "`leeway run` gives it jobs, `leeway sql --on localhost:8081` asks it in SQL."
        },
        synopsisSubcommandLabel = "start|stop|status",
        footer = {
            "",
            "Examples:",
            "  leeway cluster start",
            "  leeway cluster start --ha --task-managers 3 -D jobmanager.scheduler=adaptive",
            "  leeway cluster status",
            "  leeway cluster stop"
        },
        subcommands = {ClusterStartCommand.class, ClusterStopCommand.class, ClusterStatusCommand.class})
public final class ClusterCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any method is called
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Expected start, stop or status after cluster, found nothing; name one of them");
    }

    static final class Directory {
        @Option(
                names = "--directory",
                paramLabel = "DIR",
                description =
                        "Where the cluster keeps logs, topics, checkpoints and savepoints. Default: run/ in the Flink home.")
        private @Nullable Path directory;

        ClusterFolder folder() {
            return new ClusterFolder(directory == null ? home().resolve("run") : directory);
        }
    }

    /** The Flink home out of which this command runs. */
    static Path home() {
        String home = System.getProperty("leeway.home");
        if (home == null) {
            throw new UserError(
                    "Expected to run out of a Flink home, found none; start this with ./leeway, or bin/leeway of a home");
        }
        return Path.of(home);
    }
}
