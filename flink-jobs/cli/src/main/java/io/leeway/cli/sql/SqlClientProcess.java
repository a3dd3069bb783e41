package io.leeway.cli.sql;

import io.leeway.cli.console.UserError;
import io.leeway.text.VisibleText;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Flink's SQL client in a JVM of its own, with this one's class path.
 *
 * <p>The client ends with 0 whatever its statements did, and stops at the first that fails; so its
 * output is read for the error it prints.
 */
final class SqlClientProcess {
    /** What the client prints before an error: red, which it uses for nothing else. */
    private static final String ERROR = "\u001b[31;1m[ERROR]";

    private static final Pattern NO_START = Pattern.compile("Failed to initialize from sql script");
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final Pattern CHATTER =
            Pattern.compile("Command history file path: .*|Shutting down the session\\.\\.\\.|done\\."
                    + "|Successfully initialized from sql script: .*");

    /** Where the client forgets to end the line of the statement that it repeats. */
    private static final Pattern REPEATED =
            Pattern.compile("(?<=[^\\s+-])(?=\\+(?:-+\\+)+$|\\[ERROR\\] |\\[INFO\\] |Empty set \\()");

    private SqlClientProcess() {}

    /** Lends it the terminal; returns its exit code. */
    static int interactive(Path init) throws InterruptedException {
        Process process = start(command(List.of(), init, List.of()), builder -> builder.redirectInput(Redirect.INHERIT)
                .redirectOutput(Redirect.INHERIT));
        try {
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }

    /**
     * Runs a script.
     *
     * @param init runs first; the client only reports that it failed; then it is run once more, as
     *     a script that says where
     * @param out takes what the client prints, without its colours: data could hold such, too
     * @return 0 when every statement succeeded, else 1
     */
    static int script(Path init, Path script, PrintStream out) throws IOException, InterruptedException {
        Process process = start(
                command(List.of("-Dorg.jline.terminal.dumb=true"), init, List.of("-f", script.toString())),
                builder -> builder.redirectInput(Redirect.from(new File("/dev/null"))));
        boolean failed = false;
        boolean initialised = true;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                failed |= line.contains(ERROR);
                String shown = VisibleText.line(COLOUR.matcher(line).replaceAll(""));
                if (NO_START.matcher(shown).lookingAt()) {
                    initialised = false;
                } else if (!CHATTER.matcher(shown).matches()) {
                    out.println(REPEATED.matcher(shown).replaceFirst("\n"));
                }
            }
            boolean ended = process.waitFor() == 0;
            if (!initialised) {
                script(Files.writeString(init.resolveSibling("nothing.sql"), ""), init, out);
                return 1;
            }
            return ended && !failed ? 0 : 1;
        } finally {
            process.destroy();
        }
    }

    private static Process start(List<String> command, Consumer<ProcessBuilder> streams) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
        String home = System.getProperty("leeway.home");
        if (home != null) {
            // The client reads the home's settings and refuses to start without.
            builder.environment()
                    .putIfAbsent("FLINK_CONF_DIR", Path.of(home, "conf").toString());
        }
        streams.accept(builder);
        try {
            Process process = builder.start();
            // Ending this command ends the client.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            return process;
        } catch (IOException e) {
            throw UserError.found("to start Flink's SQL client in a second Java", e, "see whether memory is free", e);
        }
    }

    private static List<String> command(List<String> flags, Path init, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        // What a JVM with Flink and TensorFlow needs, its heap and its log.
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(flags);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "io.leeway.cli.Leeway",
                SqlClientCommand.NAME,
                "embedded",
                "-i",
                init.toString()));
        command.addAll(arguments);
        return command;
    }
}
