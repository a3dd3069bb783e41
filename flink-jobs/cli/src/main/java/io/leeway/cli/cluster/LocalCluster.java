package io.leeway.cli.cluster;

import io.leeway.cli.console.ClockPause;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.UserError;
import io.leeway.local.FreePorts;
import io.leeway.local.JobManagerRest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The processes of a cluster on this machine: started, awaited, replaced and stopped. What runs is
 * in the folder's state after every step, so that a command that is interrupted leaves nothing that
 * {@code stop} does not find. For one thread.
 */
final class LocalCluster {

    static final String ZOOKEEPER = "zookeeper";
    static final String KAFKA = "kafka";
    static final String JOB_MANAGER = "jobmanager";
    static final String TASK_MANAGER = "taskmanager-";
    static final String GATEWAY = "sql-gateway";

    private static final Duration TO_START = Duration.ofSeconds(90);
    private static final Duration TO_STOP = Duration.ofSeconds(20);
    private static final long LOOK_EVERY_MILLIS = 200;

    private final ClusterFolder folder;
    private final CommandScreen screen;
    private final Clock clock;
    private final ClockPause pause = ClockPause.parking();
    private ClusterState state;

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    LocalCluster(ClusterState state, CommandScreen screen, Clock clock) {
        this.folder = new ClusterFolder(Path.of(state.plan().directory()));
        this.state = state;
        this.screen = screen;
        this.clock = clock;
    }

    ClusterState state() {
        return state;
    }

    /**
     * Starts every process that does not run, and returns when all are ready. A TaskManager that
     * died is replaced by one with a name of its own.
     *
     * @throws UserError when one does not come up; those that ran before go on
     */
    void startMissing() throws InterruptedException {
        createFolders();
        ClusterPlan plan = state.plan();
        state = state.withoutDead(TASK_MANAGER);
        if (plan.highlyAvailable()) {
            start(ZOOKEEPER, "zookeeper.sh", List.of(zooKeeperFile(plan).toString()));
            await(ZOOKEEPER, () -> FreePorts.answers(plan.zooKeeperPort()));
        }
        if (plan.hasBroker()) {
            Path broker = BrokerFolder.prepare(folder.kafka(), plan.kafkaPort(), plan.controllerPort());
            start(KAFKA, "kafka.sh", List.of(broker.toString()));
        }
        start(JOB_MANAGER, "jobmanager.sh", HomeScript.arguments(plan.flinkSettings()));
        List<String> taskManagers = taskManagers();
        for (int next = state.taskManagersStarted() + 1; taskManagers.size() < plan.taskManagers(); next++) {
            startTaskManager(TASK_MANAGER + next);
            taskManagers.add(TASK_MANAGER + next);
        }
        Map<String, String> gateway = new TreeMap<>(plan.flinkSettings());
        gateway.put("sql-gateway.endpoint.rest.port", Integer.toString(plan.gatewayPort()));
        start(GATEWAY, "sql-gateway.sh", gatewayArguments(gateway));
        if (plan.hasBroker()) {
            await(KAFKA, () -> FreePorts.answers(plan.kafkaPort()));
            ClusterTopics.create(plan.bootstrapServers());
        }
        JobManagerRest rest = new JobManagerRest(plan.jobManager());
        await(JOB_MANAGER, () -> rest.get("/overview").isPresent());
        for (String name : taskManagers) {
            await(name, () -> rest.taskManagers().contains(name));
        }
        JobManagerRest sql = new JobManagerRest(plan.gateway());
        await(GATEWAY, () -> sql.get("/v1/info").isPresent());
    }

    /**
     * Ends all, Flink before what it needs; a process that does not end is killed. Does nothing
     * where nothing runs.
     */
    void stop() throws InterruptedException {
        end(name -> !name.equals(KAFKA) && !name.equals(ZOOKEEPER));
        end(name -> !name.equals(ZOOKEEPER));
        end(name -> true);
        try {
            Files.deleteIfExists(folder.stateFile());
        } catch (IOException e) {
            throw UserError.found("to delete " + folder.stateFile(), e, "delete it by hand", e);
        }
    }

    private void end(Predicate<String> which) throws InterruptedException {
        List<ClusterProcess> ending = state.processes().stream()
                .filter(process -> which.test(process.name()) && process.isAlive())
                .toList();
        if (ending.isEmpty()) {
            return;
        }
        ending.forEach(process -> process.handle().ifPresent(ProcessHandle::destroy));
        long last = clock.millis() + TO_STOP.toMillis();
        for (ClusterProcess process : ending) {
            ProcessLine line = new ProcessLine(screen, process.name(), "stopping", clock);
            while (process.isAlive()) {
                if (clock.millis() > last) {
                    process.handle().ifPresent(ProcessHandle::destroyForcibly);
                }
                line.draw();
                pause.until(clock, clock.millis() + LOOK_EVERY_MILLIS);
            }
            line.finish("stopped");
        }
    }

    private void startTaskManager(String name) {
        Map<String, String> settings = new TreeMap<>(state.plan().flinkSettings());
        settings.put("taskmanager.resource-id", name);
        start(name, "taskmanager.sh", HomeScript.arguments(settings));
    }

    private void start(String name, String script, List<String> arguments) {
        if (state.process(name).map(ClusterProcess::isAlive).orElse(false)) {
            return;
        }
        state = state.with(scripts().start(script, name, arguments));
        state.write(folder);
    }

    private void await(String name, Condition condition) throws InterruptedException {
        ClusterProcess process = state.process(name)
                .orElseThrow(() -> new IllegalStateException("Expected " + name + " to have been started"));
        long last = clock.millis() + TO_START.toMillis();
        ProcessLine line = new ProcessLine(screen, name, "starting", clock);
        while (!condition.holds()) {
            if (!process.isAlive()) {
                throw new UserError("Expected " + name + " to start, found that it ended: "
                        + scripts().lastWords(name) + "; its log is "
                        + scripts().log(name));
            }
            if (clock.millis() > last) {
                throw new UserError("Expected " + name + " to be ready within " + TO_START.toSeconds()
                        + " s, found that it is not; its log is " + scripts().log(name));
            }
            line.draw();
            pause.until(clock, clock.millis() + LOOK_EVERY_MILLIS);
        }
        line.finish("ready");
    }

    private HomeScript scripts() {
        return new HomeScript(Path.of(state.plan().home()), folder.logs());
    }

    private List<String> taskManagers() {
        return new ArrayList<>(state.processes().stream()
                .map(ClusterProcess::name)
                .filter(name -> name.startsWith(TASK_MANAGER))
                .toList());
    }

    private void createFolders() {
        try {
            for (Path each : List.of(
                    folder.logs(),
                    folder.checkpoints(),
                    folder.savepoints(),
                    folder.highAvailability(),
                    folder.temporary(),
                    folder.zooKeeper())) {
                Files.createDirectories(each);
            }
        } catch (IOException e) {
            throw UserError.found(
                    "a folder that can be written at " + folder.root(), e, "name another with --directory", e);
        }
    }

    private Path zooKeeperFile(ClusterPlan plan) {
        Path file = folder.zooKeeper().resolve("zoo.cfg");
        try {
            return Files.write(
                    file,
                    List.of(
                            "tickTime=1000",
                            "dataDir=" + folder.zooKeeper().resolve("data"),
                            "clientPort=" + plan.zooKeeperPort(),
                            "clientPortAddress=localhost"));
        } catch (IOException e) {
            throw UserError.found("to write " + file, e, "name another --directory", e);
        }
    }

    /** The gateway takes a setting in one word only. */
    private static List<String> gatewayArguments(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                .toList();
    }
}
