package io.leeway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.home.RestEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A cluster started, asked and stopped by the home's own command, as a person does it. Closing it stops what runs. */
final class LocalProcesses implements AutoCloseable {

    private static final Path HOME =
            Path.of("..", "flink-jobs", "target", "leeway").toAbsolutePath().normalize();
    private static final Duration TO_END = Duration.ofMinutes(10);
    private static final Pattern JOB = Pattern.compile("(?m)^job ([0-9a-f]{32})$");

    private final Path scratch;
    private final Path directory;
    private final int restPort = freePort();
    private final int kafkaPort = freePort();
    private int commands;

    /** What a command printed, and how it ended. */
    record Outcome(int exitCode, String output) {

        /** It ended with 0. */
        String well() {
            assertThat(exitCode).as(output).isZero();
            return output;
        }
    }

    /** @param scratch an existing folder */
    LocalProcesses(Path scratch) {
        this.scratch = scratch;
        this.directory = scratch.resolve("cluster");
    }

    /** {@code leeway cluster start}: also starts again what has died. */
    Outcome start(String... options) {
        List<String> command = new ArrayList<>(List.of(
                "cluster",
                "start",
                "--directory",
                directory.toString(),
                "--rest-port",
                Integer.toString(restPort),
                "--kafka-port",
                Integer.toString(kafkaPort)));
        command.addAll(List.of(options));
        if (!command.contains("--gateway-port")) {
            command.addAll(List.of("--gateway-port", Integer.toString(freePort())));
        }
        return leeway(command.toArray(String[]::new));
    }

    Outcome stop() {
        return leeway("cluster", "stop", "--directory", directory.toString());
    }

    /** {@code leeway cluster status --json}, whatever it says. */
    JsonNode status() {
        Outcome outcome = leeway("cluster", "status", "--json", "--directory", directory.toString());
        try {
            return new ObjectMapper().readTree(outcome.output());
        } catch (IOException e) {
            throw new AssertionError("Expected JSON, found: " + outcome.output(), e);
        }
    }

    /** {@code leeway run}: gives the job's id. */
    String run(String... words) {
        List<String> command = new ArrayList<>(List.of("run", "--jobmanager", "localhost:" + restPort));
        command.addAll(List.of(words));
        String said = leeway(command.toArray(String[]::new)).well();
        Matcher matcher = JOB.matcher(said);
        assertThat(matcher.find()).as(said).isTrue();
        return matcher.group(1);
    }

    /** kill -9, and until it is gone. */
    void kill(String process) {
        for (JsonNode each : status().path("processes")) {
            if (each.path("name").asText().equals(process)) {
                ProcessHandle handle =
                        ProcessHandle.of(each.path("pid").asLong()).orElseThrow();
                assertThat(handle.destroyForcibly()).isTrue();
                handle.onExit().orTimeout(10, TimeUnit.SECONDS).join();
                return;
            }
        }
        throw new AssertionError("Expected a process " + process + ", found " + status());
    }

    RestEndpoint rest() {
        return new RestEndpoint(URI.create("http://localhost:" + restPort));
    }

    String bootstrapServers() {
        return "localhost:" + kafkaPort;
    }

    String jobManager() {
        return "localhost:" + restPort;
    }

    Path savepoints() {
        return directory.resolve("savepoints");
    }

    /** Runs the home's command. */
    Outcome leeway(String... words) {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("bin/leeway").toString()));
        command.addAll(List.of(words));
        Path output = scratch.resolve("command-" + ++commands + ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(scratch.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("FLINK_LOG_DIR", scratch.resolve("log").toString());
            builder.environment().put("LEEWAY_HEAP", "512m");
            Process process = builder.start();
            if (!process.waitFor(TO_END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "Expected " + command + " to end, found it running: " + Files.readString(output));
            }
            return new Outcome(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
