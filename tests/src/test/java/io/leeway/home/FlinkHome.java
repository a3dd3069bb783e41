package io.leeway.home;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * A session cluster out of the built home: a JobManager and TaskManagers as JVMs of their own, on free ports, with the memory that {@code conf/config.yaml}
 * gives them. Jobs are submitted by the command-line client, as a person does it. Closing it kills every process.
 */
final class FlinkHome implements AutoCloseable {

    private static final Duration TO_START = Duration.ofMinutes(4);
    private static final Duration TO_SUBMIT = Duration.ofMinutes(5);
    private static final Duration TO_RUN = Duration.ofMinutes(8);
    private static final Pattern METRICS_PORT =
            Pattern.compile("Started PrometheusReporter HTTP server on port (\\d+)");
    private static final Pattern SUBMITTED = Pattern.compile("submitted with JobID ([0-9a-f]{32})");

    private final Path home;
    private final Path logs;
    private final Map<String, String> settings;
    private final String address;
    private final RestEndpoint rest;
    private final Deque<HomeProcess> taskManagers = new ArrayDeque<>();
    private final HomeProcess jobManager;
    private int started;
    private int submitted;

    private FlinkHome(Path home, Path logs, Map<String, String> given, HttpClient.Builder asking) {
        this.home = home;
        this.logs = logs;
        int restPort = freePort();
        this.address = "localhost:" + restPort;
        boolean secured = Boolean.parseBoolean(given.get("security.ssl.rest.enabled"));
        this.rest = new RestEndpoint(URI.create((secured ? "https://" : "http://") + address), asking);
        this.settings = new TreeMap<>(given);
        settings.put("rest.port", Integer.toString(restPort));
        settings.put("jobmanager.rpc.port", Integer.toString(freePort()));
        JobManagerProcessSpec spec = JobManagerProcessUtils.processSpecFromConfig(configuration());
        this.jobManager = startFlink(
                "jobmanager",
                JobManagerProcessUtils.generateJvmParametersStr(spec, configuration()),
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                JobManagerProcessUtils.generateDynamicConfigsStr(spec));
    }

    /** Where {@code mvn package} lays it out. */
    static Path built() {
        Path home =
                Path.of("..", "flink-jobs", "target", "leeway").toAbsolutePath().normalize();
        if (!Files.exists(jobJar(home))) {
            throw new IllegalStateException("Expected a Flink home at " + home + ", found none; run mvn package first");
        }
        return home;
    }

    /** The job's jar in a home. */
    static Path jobJar(Path home) {
        return home.resolve("usrlib/leeway-jobs.jar");
    }

    /**
     * A JobManager and one TaskManager, ready to take jobs.
     *
     * @param logs an existing folder for the processes' logs
     * @param settings Flink's, above those of the home
     */
    static FlinkHome start(Path logs, Map<String, String> settings) {
        return start(logs, settings, HttpClient.newBuilder());
    }

    /** The same, of which REST is asked by such a client. */
    static FlinkHome start(Path logs, Map<String, String> settings, HttpClient.Builder asking) {
        FlinkHome cluster = new FlinkHome(built(), logs.toAbsolutePath(), settings, asking);
        try {
            cluster.addTaskManager();
            return cluster;
        } catch (RuntimeException | Error e) {
            e.addSuppressed(new IllegalStateException(cluster.jobManager.tail()));
            cluster.close();
            throw e;
        }
    }

    /** Where TaskManagers find the JobManager. */
    int rpcPort() {
        return Integer.parseInt(settings.get("jobmanager.rpc.port"));
    }

    RestEndpoint rest() {
        return rest;
    }

    /** Starts one more TaskManager and waits until it is registered. */
    void addTaskManager() {
        String name = "taskmanager-" + ++started;
        TaskExecutorProcessSpec spec = TaskExecutorProcessUtils.processSpecFromConfig(configuration());
        taskManagers.addLast(startFlink(
                name,
                ProcessMemoryUtils.generateJvmParametersStr(spec),
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                TaskExecutorProcessUtils.generateDynamicConfigsStr(spec) + " -D taskmanager.resource-id=" + name));
        // By name: one that was killed is counted until its heartbeat is missed.
        rest.awaitTaskManager(name, TO_START);
    }

    /** TaskManagers whose process is alive. */
    long taskManagersAlive() {
        return taskManagers.stream().filter(HomeProcess::isAlive).count();
    }

    /** What processes that have ended printed last, for the message of a failed test. */
    String lastWords() {
        return Stream.concat(taskManagers.stream(), Stream.of(jobManager))
                .filter(process -> !process.isAlive())
                .map(HomeProcess::tail)
                .collect(Collectors.joining("; "));
    }

    /** What the threads of the TaskManagers' tasks do, for the message of a test that waited too long. */
    String threads() {
        return taskManagers.stream()
                .filter(HomeProcess::isAlive)
                .map(HomeProcess::threads)
                .collect(Collectors.joining("; "));
    }

    /**
     * The port at which a process tells Prometheus its figures, the first free one of the range in {@code conf/config.yaml}: its log says which.
     *
     * @param process {@code jobmanager} or {@code taskmanager-N}
     */
    int metricsPort(String process) {
        Path log = logs.resolve(process + ".log");
        Matcher found = await("the metrics port of " + process)
                .atMost(TO_START)
                .ignoreExceptions()
                .until(() -> METRICS_PORT.matcher(Files.readString(log)), Matcher::find);
        return Integer.parseInt(found.group(1));
    }

    /** Submits with {@code flink run -d} and gives the job's id; fails with what the client printed. */
    String submit(Path jar, String mainClass, List<String> arguments) {
        String said = client(TO_SUBMIT, List.of("-d"), jar, mainClass, arguments);
        Matcher matcher = SUBMITTED.matcher(said);
        if (!matcher.find()) {
            throw new AssertionError("Expected " + mainClass + " to be submitted, found: " + said);
        }
        return matcher.group(1);
    }

    /** Runs a program with {@code flink run} to its end and gives what it printed; fails when it does. */
    String run(Path jar, String mainClass, List<String> arguments) {
        return client(TO_RUN, List.of(), jar, mainClass, arguments);
    }

    private String client(Duration atMost, List<String> flags, Path jar, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("org.apache.flink.client.cli.CliFrontend", "run"));
        command.addAll(flags);
        settings.forEach((key, value) -> {
            if (key.startsWith("security.")) {
                command.add("-D" + key + "=" + value);
            }
        });
        command.addAll(
                List.of("-m", address, "-c", mainClass, jar.toAbsolutePath().toString()));
        command.addAll(arguments);
        try (HomeProcess client =
                HomeProcess.start(home, "submission-" + ++submitted, logs, List.of("-Xmx512m"), command)) {
            int exitCode = client.exitCode(atMost);
            if (exitCode != 0) {
                throw new AssertionError("Expected the client of " + mainClass + " to end well, found exit code "
                        + exitCode + ": " + client.tail());
            }
            return client.output();
        }
    }

    @Override
    public void close() {
        taskManagers.forEach(HomeProcess::close);
        jobManager.close();
    }

    private Configuration configuration() {
        return GlobalConfiguration.loadConfiguration(home.resolve("conf").toString(), Configuration.fromMap(settings));
    }

    private HomeProcess startFlink(String name, String flags, String mainClass, String derivedSettings) {
        List<String> command = new ArrayList<>(
                List.of(mainClass, "--configDir", home.resolve("conf").toString()));
        command.addAll(words(derivedSettings));
        settings.forEach((key, value) -> command.addAll(List.of("-D", key + "=" + value)));
        return HomeProcess.start(home, name, logs, words(flags), command);
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.trim().split("\\s+")).toList();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port", e);
        }
    }
}
