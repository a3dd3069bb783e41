package io.leeway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.shop.SmallShop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code leeway cluster} and {@code leeway run}, from the first start to the last stop. */
@Tag("alone")
class ClusterIT {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void aClusterStartsTakesAJobIsMendedAndStops() throws IOException {
        SmallShop small = SmallShop.get();
        Path output = folder.resolve("scores");
        try (LocalProcesses cluster = new LocalProcesses(folder)) {
            assertThat(cluster.start("--task-managers", "1").well())
                    .contains("http://" + cluster.jobManager(), cluster.bootstrapServers());
            assertThat(states(cluster.status())).hasSize(4).containsOnly("running");

            LocalProcesses.Outcome again = cluster.start();
            assertThat(again.exitCode()).isOne();
            assertThat(again.output().strip().lines())
                    .singleElement()
                    .asString()
                    .startsWith("leeway: Expected no cluster in ");

            LocalProcesses.Outcome unknown = cluster.leeway("run", "--jobmanager", cluster.jobManager(), "NoSuchJob");
            assertThat(unknown.exitCode()).isOne();
            assertThat(unknown.output()).contains("NoSuchJob", "BackfillJob, ", "ScoringJob");

            assertThat(cluster.leeway(words(
                                    "run --attached --parallelism 1 --jobmanager " + cluster.jobManager(),
                                    "BackfillJob --history " + small.history() + " --models " + small.models(),
                                    "--seam " + small.seam() + " --output " + output))
                            .well())
                    .contains("io.leeway.jobs.BackfillJob has ended");
            assertThat(output.resolve("leeway.scores.churn")).isDirectory();

            cluster.kill("taskmanager-1");
            assertThat(states(cluster.status())).contains("ended");
            assertThat(cluster.start().well()).contains("taskmanager-2");
            assertThat(states(cluster.status())).hasSize(4).containsOnly("running");

            scoringJobCommitsScores(cluster, small);

            assertThat(cluster.stop().well()).contains("savepoint");
            assertThat(cluster.status().path("processes")).isEmpty();
            assertThat(cluster.stop().well()).startsWith("No cluster runs in ");
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        Files.createDirectories(folder);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LocalProcesses cluster = new LocalProcesses(folder)) {
            LocalProcesses.Outcome outcome = cluster.start("--gateway-port", Integer.toString(taken.getLocalPort()));
            assertThat(outcome.exitCode()).isOne();
            assertThat(outcome.output().strip().lines())
                    .singleElement()
                    .asString()
                    .contains("Expected port " + taken.getLocalPort(), "--gateway-port");
        }
    }

    /**
     * As the README has it: what is not said is the job's own. Each process reads the settings of its Kafka clients from
     * the file, by a class of the job's jar.
     */
    private void scoringJobCommitsScores(LocalProcesses cluster, SmallShop small) throws IOException {
        Path settings = Files.writeString(folder.resolve("client.properties"), "client.rack=here\n");
        CommittedRuns committed = new CommittedRuns(cluster.bootstrapServers());
        Map<TopicPartition, Long> begin = committed.ends();
        LocalProcesses.Outcome noModels = cluster.leeway(
                words("run --jobmanager " + cluster.jobManager(), scoring(small.history(), folder, cluster)));
        assertThat(noModels.exitCode()).isOne();
        assertThat(noModels.output().strip().lines())
                .singleElement()
                .asString()
                .startsWith("leeway: Model churn: expected a folder " + folder);

        String job = cluster.run(words(
                scoring(small.history(), small.models(), cluster), "--kafka-config " + settings.toAbsolutePath()));
        cluster.rest().awaitAllRunning(job, Duration.ofMinutes(2));
        await("committed scores")
                .atMost(Duration.ofMinutes(6))
                .until(() -> !committed.sofar(begin).values().isEmpty());
    }

    private static String scoring(Path history, Path models, LocalProcesses cluster) {
        return "ScoringJob --history " + history + " --bootstrap " + cluster.bootstrapServers() + " --models " + models;
    }

    private static String[] words(String... parts) {
        return String.join(" ", parts).split(" ");
    }

    private static List<String> states(JsonNode status) {
        return status.path("processes").findValuesAsText("state");
    }
}
