package io.leeway.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One JVM out of the home: started in it, with {@code lib/} as its class path and a log and an output file of its own. It is gone when it is closed, and when
 * this JVM ends.
 */
final class HomeProcess implements AutoCloseable {

    private static final Duration TO_DIE = Duration.ofMinutes(1);

    private final String name;
    private final Path logs;
    private final Process process;
    private final Thread reaper;

    private HomeProcess(String name, Path logs, Process process) {
        this.name = name;
        this.logs = logs;
        this.process = process;
        this.reaper = new Thread(process::destroyForcibly, "reaper of " + name);
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    /**
     * @param name of its files in {@code logs}: {@code name.log} and {@code name.out}
     * @param flags for the JVM, after those of {@code conf/jvm.options}
     * @param command main class and arguments
     */
    static HomeProcess start(Path home, String name, Path logs, List<String> flags, List<String> command) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("@" + home.resolve("conf/jvm.options"));
        line.addAll(flags);
        line.add("-Dlog.file=" + logs.resolve(name + ".log"));
        line.add("-Dlog4j2.configurationFile=" + home.resolve("conf/log4j.properties"));
        line.add("-cp");
        line.add(home.resolve("lib") + "/*");
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                // From another working directory Flink cannot deserialise lambdas.
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve(name + ".out").toFile());
        builder.environment().put("FLINK_CONF_DIR", home.resolve("conf").toString());
        builder.environment().put("FLINK_PLUGINS_DIR", home.resolve("plugins").toString());
        try {
            return new HomeProcess(name, logs, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name + ": " + line, e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end and gives the exit code; kills it and fails when it takes longer. */
    int exitCode(Duration atMost) {
        try {
            return process.onExit()
                    .get(atMost.toMillis(), TimeUnit.MILLISECONDS)
                    .exitValue();
        } catch (TimeoutException e) {
            close();
            throw new AssertionError(name + " did not end within " + atMost + ": " + tail(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot wait for " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + name, e);
        }
    }

    /** What it printed so far. */
    String output() {
        return read(logs.resolve(name + ".out"));
    }

    /** What it printed, and the end of its log: for the message of a failed test. */
    String tail() {
        String log = read(logs.resolve(name + ".log"));
        return output() + "\n… " + log.substring(Math.max(0, log.length() - 4000));
    }

    /** Its stacks, those of waiting threads aside. */
    String threads() {
        Path dump = logs.resolve(name + ".threads");
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            new ProcessBuilder(jcmd, Long.toString(process.pid()), "Thread.print")
                    .redirectErrorStream(true)
                    .redirectOutput(dump.toFile())
                    .start()
                    .onExit()
                    .orTimeout(TO_DIE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start jcmd", e);
        }
        return Arrays.stream(read(dump).split("\n\n"))
                .filter(thread -> thread.contains("State: RUNNABLE"))
                .collect(Collectors.joining("\n"));
    }

    /** Kills it at once, as a lost machine would, and waits until it is gone. */
    @Override
    public void close() {
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        process.onExit().orTimeout(TO_DIE.toMillis(), TimeUnit.MILLISECONDS).join();
        Runtime.getRuntime().removeShutdownHook(reaper);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
