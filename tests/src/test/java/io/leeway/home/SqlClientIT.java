package io.leeway.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code leeway sql}: Flink's SQL client as a process, started as a person starts it. */
class SqlClientIT {
    private static final Path LAUNCHER =
            Path.of("..", "leeway").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private record Outcome(int exitCode, String output) {}

    private Outcome sql(String script, String... options) throws Exception {
        Files.writeString(folder.resolve("script.sql"), script);
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString(), "sql", "-f", "script.sql"));
        command.addAll(List.of(options));
        Path output = folder.resolve("output.log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("it ends").isTrue();
            return new Outcome(process.exitValue(), Files.readString(output));
        } finally {
            process.destroy();
        }
    }

    @Test
    void aScriptEndsAtTheStatementThatFailsAndSaysSo() throws Exception {
        Path models = models();
        assumeThat(models.resolve("half_plus_two")).as("models of others").isDirectory();
        Outcome outcome = sql("CREATE MODEL half_plus_two INPUT (x FLOAT) OUTPUT (y FLOAT)\n"
                + "WITH ('provider' = 'tensorflow', 'path' = '" + models.resolve("half_plus_two") + "');\n"
                + "SELECT x, y FROM ML_PREDICT(\n"
                + "  (SELECT CAST(v AS FLOAT) AS x FROM (VALUES (0), (1), (100)) AS t (v)), -- a comment; with a semicolon\n"
                + "  MODEL half_plus_two, DESCRIPTOR(x));\n"
                + "SELECT ABS('no number', 2);\n"
                + "SELECT 'not reached';\n");
        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
        assertThat(outcome.output())
                .containsPattern("\\+I \\|\\s+0\\.0 \\|\\s+2\\.0 \\|")
                .containsPattern("\\+I \\|\\s+1\\.0 \\|\\s+2\\.5 \\|")
                .containsPattern("\\+I \\|\\s+100\\.0 \\|\\s+52\\.0 \\|")
                .containsSubsequence("52.0", "[ERROR]", "ABS")
                .doesNotContain("| not reached |");
    }

    @Test
    void aScriptThatSucceedsEndsWithZero() throws Exception {
        Files.writeString(
                folder.resolve("first.sql"), "CREATE VIEW numbers AS SELECT * FROM (VALUES (1), (2)) AS t (n);");
        Outcome outcome = sql("SELECT SUM(n) AS total, ';' AS semicolon FROM numbers;", "--batch", "-i", "first.sql");
        assertThat(outcome.output()).containsPattern("\\|\\s+3 \\|\\s+; \\|").contains("1 row in set");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    /** The client itself only says that something was wrong in there. */
    @Test
    void aMistakeInTheFirstFileIsShown() throws Exception {
        Files.writeString(
                folder.resolve("first.sql"),
                "CREATE VIEW numbers AS SELECT no_such_column FROM (VALUES (1)) AS t (n);");
        Outcome outcome = sql("SELECT 'not reached';", "-i", "first.sql");
        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
        assertThat(outcome.output()).contains("[ERROR]", "no_such_column").doesNotContain("| not reached |");
    }

    /** A row that fails the job ends the query: it is not tried for ever. */
    @Test
    void aQueryThatFailsWhileItRunsIsShown() throws Exception {
        Outcome outcome = sql("SELECT 1 / (n - 1) AS q FROM (VALUES (1)) AS t (n);", "--batch");
        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
        assertThat(outcome.output()).contains("[ERROR]", "ArithmeticException");
    }

    private static Path models() {
        String named = System.getenv("LEEWAY_MODELS");
        return named == null
                ? Path.of("..", "..", "shared", "models").toAbsolutePath().normalize()
                : Path.of(named);
    }
}
