package io.leeway.home;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.home.probe.TensorFlowProbe;
import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.TrainJob;
import io.leeway.model.ManifestFile;
import io.leeway.shop.SmallShop;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A real JobManager and TaskManager out of the home take the same job twice in one session. */
class FlinkHomeIT {

    private static final Duration TO_FINISH = Duration.ofMinutes(8);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private static FlinkHome cluster;

    @BeforeAll
    static void start() {
        cluster = FlinkHome.start(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** A second class loader must not load the native library again: that would abort the TaskManager. */
    @Test
    void tensorFlowComputesInTheTaskManagerHoweverOftenAJobIsSubmitted() throws Exception {
        Path jar = jarOf(TensorFlowProbe.class, folder.resolve("probe.jar"));
        for (int time = 1; time <= 2; time++) {
            String jobId = finish(jar, TensorFlowProbe.class.getName(), List.of("100"));
            assertThat(cluster.rest().accumulator(jobId, "sum")).isEqualTo("5050");
        }
    }

    /** The shipped job out of {@code usrlib/}: history in, scores out, alike each time. */
    @Test
    void historyIsScoredAlikeInBothSubmissions() throws Exception {
        SmallShop small = SmallShop.get();
        List<Set<String>> ids = new ArrayList<>();
        for (String time : List.of("first", "second")) {
            Path output = folder.resolve("scores-" + time);
            finish(
                    FlinkHome.jobJar(FlinkHome.built()),
                    BackfillJob.class.getName(),
                    List.of(
                            "--history", small.history().toString(),
                            "--models", small.models().toString(),
                            "--seam", small.seam().toString(),
                            "--output", output.toString()));
            ids.add(ids(output));
        }
        assertThat(ids.get(0)).hasSizeGreaterThan(10_000);
        assertThat(ids.get(1)).isEqualTo(ids.get(0));
    }

    /** Examples on the cluster, training in the client, whose class loader must not meet protobuf twice. */
    @Test
    void modelsAreTrainedBySubmission() throws Exception {
        SmallShop small = SmallShop.get();
        Path models = folder.resolve("models");
        String said = cluster.run(
                FlinkHome.jobJar(FlinkHome.built()),
                TrainJob.class.getName(),
                List.of(
                        "--history",
                        small.history().toString(),
                        "--models",
                        models.toString(),
                        "--horizon",
                        "7",
                        "--task",
                        "churn"));
        Path model = models.resolve("churn").resolve("1");
        assertThat(said).contains(model.toString());
        assertThat(ManifestFile.read(model).task()).isEqualTo("churn");
    }

    /** Submits and waits for FINISHED; the TaskManager must outlive it. */
    private static String finish(Path jar, String mainClass, List<String> arguments) {
        String jobId = cluster.submit(jar, mainClass, arguments);
        String end;
        try {
            end = cluster.rest().awaitEnd(jobId, TO_FINISH);
        } catch (AssertionError late) {
            late.addSuppressed(new IllegalStateException(cluster.lastWords() + cluster.threads()));
            throw late;
        }
        assertThat(end)
                .as(() -> mainClass + ": " + cluster.rest().exceptions(jobId) + cluster.lastWords())
                .isEqualTo("FINISHED");
        assertThat(cluster.taskManagersAlive()).as(cluster::lastWords).isOne();
        return jobId;
    }

    private static Set<String> ids(Path output) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Set<String> ids = new HashSet<>();
        for (String topic : List.of(Topics.CHURN, Topics.INTEREST)) {
            try (Stream<Path> files = Files.list(output.resolve(topic))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    for (String line : Files.readAllLines(file)) {
                        assertThat(ids.add(json.readTree(line).get("id").asText()))
                                .as(line)
                                .isTrue();
                    }
                }
            }
        }
        return ids;
    }

    /** A jar of one class and those nested in it. */
    private static Path jarOf(Class<?> job, Path jar) throws IOException, URISyntaxException {
        Path root =
                Path.of(job.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path classes = root.resolve(job.getPackageName().replace('.', '/'));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.list(classes)) {
            for (Path each : all.filter(path -> path.getFileName().toString().startsWith(job.getSimpleName()))
                    .toList()) {
                out.putNextEntry(new JarEntry(root.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
