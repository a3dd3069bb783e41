package io.leeway.cli.cluster;

import io.leeway.cli.console.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Flink's own client of a home, {@code bin/flink}, as a process that has nothing but {@code lib/}
 * on its class path.
 *
 * <p>The process that submits a job must not have the job's jar on its class path: Flink loads the
 * jar child-first but {@code org.apache.flink} parent-first, so that the Kafka connector would come
 * from the one loader and Kafka's client from the other, and the job ends in a
 * {@link LinkageError}.
 */
record FlinkClient(Path home, Path logs) {

    /** What the client prints before the stack trace of its failure: a rule, and this. */
    private static final String FAILURE = " The program finished with the following exception:";

    private static final String RULE = "-".repeat(60);

    /**
     * What TensorFlow's library prints where a program trains in the client; bin/leeway has the
     * same.
     */
    private static final Pattern NOISE = Pattern.compile(
            "WARNING: All log messages before absl::InitializeLog.*|I0000 .*MLIR V1 optimization pass .*");

    /** That of the home out of which this command runs, with its log beside this command's. */
    static FlinkClient ofThisHome() {
        Path home = ClusterCommand.home();
        String logs = System.getenv("FLINK_LOG_DIR");
        return new FlinkClient(
                home, logs == null ? home.resolve("log") : Path.of(logs).toAbsolutePath());
    }

    /**
     * Runs it to its end, in this process's working directory.
     *
     * @param arguments as {@code flink} takes them
     * @param expected what the error says was expected
     * @param output takes each line that the client or the program prints, on either stream, up to
     *     a failure
     * @throws UserError when it fails, with the program's own message or the cause
     */
    void run(List<String> arguments, String expected, Consumer<String> output) throws InterruptedException {
        Process process = start(arguments);
        Thread ending = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(ending);
        PrintedFailure failure = new PrintedFailure();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            boolean failed = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                failure.add(line);
                failed |= line.equals(FAILURE);
                if (!failed && !line.equals(RULE) && !NOISE.matcher(line).matches()) {
                    output.accept(line);
                }
            }
            if (process.waitFor() != 0) {
                throw failure.error(expected);
            }
        } catch (IOException e) {
            throw new UserError("Expected " + expected + ", found no output of bin/flink: " + e.getMessage(), e);
        } finally {
            process.destroy();
            Runtime.getRuntime().removeShutdownHook(ending);
        }
    }

    private Process start(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/flink").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new HomeScript(home, logs).process(command);
        // A program that trains does so in the client.
        builder.environment()
                .putIfAbsent("FLINK_CLIENT_HEAP", (Runtime.getRuntime().maxMemory() >> 20) + "m");
        try {
            return builder.start();
        } catch (IOException e) {
            throw UserError.found(
                    "Flink's client at " + command.get(0), e.getMessage(), "build the home with mvn package", e);
        }
    }
}
