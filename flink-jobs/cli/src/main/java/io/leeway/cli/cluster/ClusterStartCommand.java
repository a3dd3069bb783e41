package io.leeway.cli.cluster;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import io.leeway.local.FreePorts;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leeway cluster start}: returns when every process is ready. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts the processes and returns when all are ready; they go on when the terminal is closed.",
            "",
            "Where some of a cluster's processes have died, those are started again as they were. With --ha jobs survive a JobManager's death and a"
                    + " stop and start of the cluster; without, `leeway cluster stop` takes a savepoint of each. Topics and checkpoints in the folder stay."
        },
        footer = {
            "",
            "Examples:",
            "  leeway cluster start",
            "  leeway cluster start --ha",
            "  leeway cluster start --directory /tmp/second --rest-port 8181 --kafka-port 9192 --gateway-port 8183"
        })
final class ClusterStartCommand implements Callable<Integer> {

    @Mixin
    private ClusterCommand.Directory directory = new ClusterCommand.Directory();

    @Option(
            names = "--task-managers",
            paramLabel = "N",
            description = "TaskManagers, of two slots each. Default: ${DEFAULT-VALUE}.")
    private int taskManagers = 2;

    @Option(
            names = "--rest-port",
            paramLabel = "PORT",
            description = "Of Flink's REST and web interface. Default: ${DEFAULT-VALUE}.")
    private int restPort = 8081;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Of the broker. Default: ${DEFAULT-VALUE}.")
    private int kafkaPort = 9092;

    @Option(
            names = "--gateway-port",
            paramLabel = "PORT",
            description = "Of the SQL gateway. Default: ${DEFAULT-VALUE}.")
    private int gatewayPort = 8083;

    @Option(names = "--ha", description = "With a ZooKeeper, so that a new JobManager resumes the jobs of a dead one.")
    private boolean highAvailability;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "Flink's settings, above those of conf/config.yaml. May be given several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        CommandScreen screen = CommandScreen.standard();
        Clock clock = Clock.systemUTC();
        long startedMillis = clock.millis();
        ClusterFolder folder = directory.folder();
        Optional<ClusterState> before = ClusterState.read(folder);
        if (before.filter(ClusterState::isAlive).isPresent()) {
            repair(before.get(), folder, screen, clock);
            return 0;
        }
        LocalCluster cluster = new LocalCluster(new ClusterState(plan(folder), List.of(), 0), screen, clock);
        startOrStop(cluster);
        ClusterPlan plan = cluster.state().plan();
        screen.println("ready in " + ProgressBar.seconds(Duration.ofMillis(clock.millis() - startedMillis)));
        addresses(plan, folder).forEach(screen::println);
        return 0;
    }

    private static void repair(ClusterState before, ClusterFolder folder, CommandScreen screen, Clock clock)
            throws InterruptedException {
        if (before.isWhole()) {
            throw new UserError("Expected no cluster in " + folder.root() + ", found one that runs ("
                    + before.plan().jobManager()
                    + "); stop it with `leeway cluster stop`, or name another --directory");
        }
        screen.println("Some processes of the cluster in " + folder.root() + " have ended; starting those again.");
        new LocalCluster(before, screen, clock).startMissing();
    }

    /** A cluster that does not come up leaves nothing behind. */
    static void startOrStop(LocalCluster cluster) throws InterruptedException {
        try {
            cluster.startMissing();
        } catch (RuntimeException | InterruptedException e) {
            cluster.stop();
            throw e;
        }
    }

    private ClusterPlan plan(ClusterFolder folder) {
        if (taskManagers < 1) {
            throw new UserError("Expected --task-managers of 1 or more, found " + taskManagers + "; 2 is the default");
        }
        FreePorts.requireFree(restPort, "--rest-port");
        FreePorts.requireFree(kafkaPort, "--kafka-port");
        FreePorts.requireFree(gatewayPort, "--gateway-port");
        return new ClusterPlan(
                ClusterCommand.home().toString(),
                folder.root().toString(),
                taskManagers,
                restPort,
                kafkaPort,
                FreePorts.free(),
                gatewayPort,
                FreePorts.free(),
                highAvailability ? FreePorts.free() : 0,
                settings);
    }

    static List<String> addresses(ClusterPlan plan, ClusterFolder folder) {
        return List.of(
                "Flink        http://" + plan.jobManager(),
                "Kafka        " + plan.bootstrapServers(),
                "SQL gateway  http://" + plan.gateway(),
                "folder       " + folder.root());
    }
}
