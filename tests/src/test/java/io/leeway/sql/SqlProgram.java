package io.leeway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A folder such as a user has: sql/, models/, history/, features/ or scores/, and a Java of its own that runs SQL files in it. */
final class SqlProgram {
    private static final String UID = "uid => 'features'";
    private static final long MINUTES = 4;

    private final Path folder;

    private SqlProgram(Path folder) {
        this.folder = folder;
    }

    /** A folder with the files of sql/, and where the run ends put into them: by hand nobody waits for the end of time. */
    static SqlProgram in(Path folder) throws IOException {
        Path statements = GoldenFiles.statements();
        try (Stream<Path> files = Files.walk(statements)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve("sql").resolve(statements.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(
                        copy,
                        Files.readString(file)
                                .replace(
                                        UID,
                                        "until => '" + GoldenHistory.UNTIL + "', seam => '" + GoldenHistory.SEAM + "', "
                                                + UID));
            }
        }
        return new SqlProgram(folder);
    }

    /** A file of lines at a path in the folder. */
    SqlProgram with(String path, List<?> lines) {
        GoldenFiles.write(folder.resolve(path), lines);
        return this;
    }

    /** The golden history, in history/. */
    SqlProgram withHistory() {
        GoldenFiles.filesBelow(GoldenFiles.history())
                .forEach(file -> with("history/" + file.getFileName(), GoldenFiles.lines(file)));
        return this;
    }

    /** The analytic models, in models/. */
    SqlProgram withModels() {
        AnalyticModels.write(folder.resolve("models"));
        return this;
    }

    /** Starts the files of sql/ as one program; the folder is the working directory, and the time zone is none of ours. */
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument ->
                        argument.startsWith("-XX") || argument.startsWith("--") || argument.startsWith("-D"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-Duser.timezone=America/St_Johns"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.leeway.cli.Leeway", "sql-job"));
        command.addAll(List.of(arguments));
        command.add("--set=parallelism.default=2");
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    /** Waits for a program's good end. */
    void await(Process process) throws IOException, InterruptedException {
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
                    .as("ends within %d minutes", MINUTES)
                    .isTrue();
            String log = Files.readString(folder.resolve("log"));
            assertThat(process.exitValue())
                    .as(log.substring(Math.max(0, log.length() - 6000)))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** What a table of sql/50_sinks/files.sql holds. */
    List<JsonNode> out(String table) {
        return GoldenFiles.read(GoldenFiles.filesBelow(folder.resolve("out").resolve(table)));
    }
}
