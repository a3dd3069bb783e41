package io.leeway.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.home.probe.TensorFlowProbe;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    private static final Duration TO_FINISH = Duration.ofMinutes(3);

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
        for (String jobId : runTwice(jar, TensorFlowProbe.class.getName(), List.of("100"))) {
            assertThat(cluster.rest().accumulator(jobId, "sum")).isEqualTo("5050");
        }
    }

    /** The heartbeats of the home: a lost process is noticed within seconds. */
    @Test
    void aLostTaskManagerIsNoticedAndReplaced() {
        cluster.killTaskManager();
        cluster.addTaskManager();
        cluster.rest().awaitTaskManagers(1, Duration.ofSeconds(30));
        assertThat(cluster.taskManagersAlive()).isOne();
    }

    /** Submits, waits for FINISHED, and again; the TaskManager must outlive both. */
    private static List<String> runTwice(Path jar, String mainClass, List<String> arguments) {
        return Stream.of(1, 2)
                .map(time -> {
                    String jobId = cluster.submit(jar, mainClass, arguments);
                    assertThat(cluster.rest().awaitEnd(jobId, TO_FINISH))
                            .as(() -> mainClass + ", submission " + time + ": "
                                    + cluster.rest().exceptions(jobId))
                            .isEqualTo("FINISHED");
                    assertThat(cluster.taskManagersAlive()).isOne();
                    return jobId;
                })
                .toList();
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
