package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.cli.Leeway;
import io.leeway.local.EmbeddedBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands against a cluster with a REST endpoint: release 0.1.0's savepoint is restored by the shipped job jar, its next scores are those recorded, and savepoints are taken of the job
 * that runs. The fixture was written on RocksDB; here state is on the heap.
 */
@EnabledIfSystemProperty(
        named = "leeway.rollout",
        matches = "true",
        disabledReason = "takes a minute and the packaged job jar; -Dleeway.rollout=true runs it")
class SavepointClusterIT {
    private static final Path FIXTURE = Path.of("..", "savepoints", "fixtures", "0.1.0");
    private static final Path HOME = Path.of("..", "flink-jobs", "target", "leeway");

    @TempDir
    private Path scratch;

    private String jobmanager;

    @BeforeEach
    void runOutOfTheHome() {
        System.setProperty("leeway.home", HOME.toAbsolutePath().normalize().toString());
    }

    @AfterEach
    void leaveTheHome() {
        System.clearProperty("leeway.home");
    }

    @Test
    void restoredTakenAndStopped() throws Exception {
        SavepointInput input = SavepointInput.read(FIXTURE);
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        // This JVM has the connectors on its class path, which a TaskManager of the home has not.
        configuration.set(CoreOptions.CLASSLOADER_RESOLVE_ORDER, "parent-first");
        try (EmbeddedBroker broker = EmbeddedBroker.start(scratch.resolve("broker"));
                MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                        .setConfiguration(configuration)
                        .setNumTaskManagers(1)
                        .setNumSlotsPerTaskManager(4)
                        .build())) {
            cluster.start();
            jobmanager = "localhost:" + cluster.getRestAddress().get().getPort();
            SavepointTopics.createOutputs(broker);
            broker.createTopic("fixture", SavepointInput.PARTITIONS, Map.of());
            SavepointTopics topics = new SavepointTopics(broker);
            topics.append("fixture", input.parts().get(0));
            topics.append("fixture", input.parts().get(1));
            String[] job = {
                "--",
                "--history",
                input.history().toString(),
                "--models",
                input.models().toString(),
                "--seam",
                input.seam().toString(),
                "--until",
                input.until().toString(),
                "--bootstrap",
                broker.bootstrapServers(),
                "--topic",
                "fixture",
                "--checkpoint-interval",
                "PT0.5S"
            };
            String savepoint = FIXTURE.resolve("savepoint").toString();
            assertThat(say(1, "take"))
                    .containsExactly(
                            "leeway: Expected one job to run at " + jobmanager + ", found none; start it first");
            assertThat(say(0, with(List.of("restore", savepoint, "--check"), job)))
                    .singleElement()
                    .asString()
                    .startsWith("fits: 6 operators, ");
            assertThat(say(
                            1,
                            with(
                                    List.of("restore", savepoint, "--main-class", "io.leeway.jobs.BootstrapJob"),
                                    "--",
                                    "--history",
                                    input.history().toString(),
                                    "--savepoint",
                                    scratch.resolve("none").toString())))
                    .anyMatch(line -> line.startsWith(
                            "leeway: Expected an operator with the uid \"score-churn\" in the job, for the "));

            assertThat(say(0, with(List.of("restore", savepoint, "--parallelism", "4"), job)))
                    .hasSize(2)
                    .last()
                    .asString()
                    .matches("job [0-9a-f]{32} \"leeway scoring\" runs from file:/.*");
            Map<String, JsonNode> expected = SavepointJob.read(FIXTURE.resolve("next-scores.jsonl"), new TreeMap<>());
            await().atMost(Duration.ofMinutes(4))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> topics.scores().size() >= expected.size());
            SavepointScores.requireSame("restored by the command", expected, topics.scores());

            Path folder = scratch.resolve("savepoints");
            List<String> taken = say(0, "take", "--to", folder.toString());
            assertThat(taken).hasSize(2);
            assertThat(taken.get(1))
                    .matches("savepoint of [0-9a-f]{32} \"leeway scoring\", .* of state in 6 operators, taken in .*");
            List<String> stopped = say(0, "take", "--to", folder.toString(), "--job-name", "leeway scoring", "--stop");
            assertThat(stopped.get(1)).endsWith("; the job has stopped");
            assertThat(cluster.listJobs().get())
                    .allMatch(each -> each.getJobState().isGloballyTerminalState());
            assertThat(say(0, "list", folder.toString())).hasSize(3).anyMatch(line -> line.contains("  scoring  "));
            assertThat(say(0, with(List.of("restore", stopped.get(0), "--check"), job)))
                    .hasSize(1);
        }
    }

    private static String[] with(List<String> begin, String... rest) {
        List<String> all = new ArrayList<>(begin);
        all.addAll(List.of(rest));
        return all.toArray(String[]::new);
    }

    /** The lines of a savepoint command, standard output and error. */
    private List<String> say(int code, String... arguments) {
        List<String> all = new ArrayList<>(List.of("savepoint"));
        all.addAll(List.of(arguments));
        if (!arguments[0].equals("list")) {
            all.addAll(2, List.of("--jobmanager", jobmanager));
        }
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int found = Leeway.commandLine(false).setOut(writer).setErr(writer).execute(all.toArray(String[]::new));
        assertThat(found).as(said.toString()).isEqualTo(code);
        return said.toString().lines().toList();
    }
}
