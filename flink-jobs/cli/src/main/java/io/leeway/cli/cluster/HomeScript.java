package io.leeway.cli.cluster;

import io.leeway.cli.console.UserError;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command of a home's {@code bin/}, run as a process that outlives this one. */
record HomeScript(Path home, Path logs) {

    private static final int SHOWN_CHARACTERS = 400;

    /**
     * Starts it; whether it comes up is seen later.
     *
     * @param name of the process, its log and its output
     */
    ClusterProcess start(String script, String name, List<String> arguments) {
        Path file = home.resolve("bin").resolve(script);
        if (!Files.isExecutable(file)) {
            throw new UserError("Expected a command at " + file + ", found none; is " + home
                    + " a Flink home of Leeway? Build one with mvn package");
        }
        // The terminal that starts a cluster may be closed before the cluster is.
        List<String> command = new ArrayList<>(List.of("nohup", file.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = process(command)
                .directory(home.toFile())
                .redirectOutput(output(name).toFile());
        builder.environment().put("LEEWAY_PROCESS", name);
        try {
            return ClusterProcess.of(name, builder.start().toHandle());
        } catch (IOException e) {
            throw UserError.found("to start nohup of " + home, e, "see whether memory is free", e);
        }
    }

    /**
     * A process without input, of one output, with this Java and the home's own settings, whatever
     * this process was started with.
     */
    ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("FLINK_LOG_DIR", logs.toString());
        environment.keySet().removeAll(List.of("FLINK_CONF_DIR", "FLINK_PLUGINS_DIR", "JVM_ARGS"));
        return builder;
    }

    static List<String> arguments(Map<String, String> settings) {
        List<String> arguments = new ArrayList<>();
        settings.forEach((key, value) -> arguments.addAll(List.of("-D", key + "=" + value)));
        return arguments;
    }

    /** Why a process ended, as far as a line of its output or log says. */
    String lastWords(String name) {
        String said = lastLine(output(name));
        String logged = said.isEmpty() ? lastLine(log(name)) : said;
        return logged.isEmpty() ? "it says nothing" : logged;
    }

    Path log(String name) {
        return logs.resolve(name + ".log");
    }

    private Path output(String name) {
        return logs.resolve(name + ".out");
    }

    private static String lastLine(Path file) {
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            String last = lines.stream()
                    .filter(line -> line.contains("Exception") || line.contains("ERROR") || line.contains("sh: "))
                    .filter(line -> !line.startsWith("\tat "))
                    .reduce((one, other) -> other)
                    .orElse("");
            return last.substring(0, Math.min(last.length(), SHOWN_CHARACTERS));
        } catch (IOException e) {
            return "";
        }
    }
}
