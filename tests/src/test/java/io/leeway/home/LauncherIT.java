package io.leeway.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code leeway} at the top, over the home that is built. */
class LauncherIT {

    private static final Path LAUNCHER =
            Path.of("..", "leeway").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    /** What came of a run: both streams in one. */
    private record Outcome(int exitCode, List<String> lines) {}

    @Test
    void runsFromAnywhereAndThroughALinkInAPathWithBlanks() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("my bin"));
        Path relative = bin.relativize(Files.createSymbolicLink(folder.resolve("a link"), LAUNCHER));
        Path link = Files.createSymbolicLink(bin.resolve("lee way"), relative);
        Outcome outcome = run(Map.of(), link.toString(), "--version");
        assertThat(outcome.lines()).singleElement().asString().matches("leeway \\d.*");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void passesArgumentsAndExitCodeThrough() throws Exception {
        Outcome outcome = run(Map.of(), LAUNCHER.toString(), "no such command");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.lines().get(0)).startsWith("leeway: ").contains("no such command");
    }

    @Test
    void saysInOneLineThatJavaIsMissing() throws Exception {
        Outcome outcome = run(Map.of("JAVA_HOME", "/nonexistent"), LAUNCHER.toString(), "--version");
        assertThat(outcome.exitCode()).isOne();
        assertThat(outcome.lines()).singleElement().asString().startsWith("leeway: Java 17 or newer is needed");
    }

    @Test
    void saysInOneLineThatJavaIsTooOld() throws Exception {
        Path java = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Outcome outcome = run(Map.of("JAVA_HOME", folder.resolve("old").toString()), LAUNCHER.toString(), "--version");
        assertThat(outcome.exitCode()).isOne();
        assertThat(outcome.lines()).singleElement().asString().contains("found 11");
    }

    @Test
    void ofTheNativeLogOnlyWhatSaysNothingIsLeftOut() throws Exception {
        Path java = Files.createDirectories(folder.resolve("loud/bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "17.0.1" 2021-10-19' >&2; exit; fi
                echo 'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR' >&2
                echo 'I0000 00:00:17.44 135 mlir_graph_optimization_pass.cc:401] MLIR V1 optimization pass is not enabled' >&2
                echo 'E0000 00:00:17.45 135 something.cc:7] Out of memory' >&2
                exit 3
                """);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Path launcher = FlinkHome.built().resolve("bin/leeway");
        Outcome outcome = run(Map.of("JAVA_HOME", folder.resolve("loud").toString()), launcher.toString(), "train");
        assertThat(outcome.lines()).containsExactly("E0000 00:00:17.45 135 something.cc:7] Out of memory");
        assertThat(outcome.exitCode()).isEqualTo(3);
    }

    /** Of the JVM too, its logs and TensorFlow's own, nothing else reaches the terminal. */
    @Test
    void anErrorOfAJobIsOneLineAndExitsWithOne() throws Exception {
        Path history = Files.createDirectory(folder.resolve("history"));
        Files.writeString(
                history.resolve("events-1.jsonl"),
                "{\"id\":\"e1\",\"type\":\"view\",\"user\":\"u1\",\"time\":\"2026-01-01T10:00:00Z\"}\n");
        String models = folder.resolve("models").toString();
        List<String> job =
                List.of("--history", history.toString(), "--models", models, "--seam", "2026-01-02T00:00:00Z");
        assertOneLine("Model churn: expected a folder", job, "backfill", "--output", "scores");
        assertOneLine("Expected Kafka brokers that answer", job, "score", "--bootstrap", "localhost:1");
    }

    private void assertOneLine(String said, List<String> job, String... command) throws Exception {
        Outcome outcome = run(
                Map.of(),
                Stream.of(Stream.of(LAUNCHER.toString()), Stream.of(command), job.stream())
                        .flatMap(words -> words)
                        .toArray(String[]::new));
        assertThat(outcome.lines())
                .singleElement()
                .asString()
                .startsWith("leeway: ")
                .contains(said);
        assertThat(outcome.exitCode()).isOne();
    }

    private Outcome run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Stream.of(command).toList())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), Arrays.asList(output.strip().split("\\R")));
    }
}
