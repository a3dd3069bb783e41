package io.leeway.cli;

import static io.leeway.cli.console.HostileText.assertInert;
import static io.leeway.cli.console.HostileText.assertShows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.UserError;
import io.leeway.cli.demo.DecisionBoard;
import io.leeway.cli.demo.LiveFigures;
import io.leeway.cli.demo.LiveTable;
import io.leeway.cli.demo.ManualClock;
import io.leeway.cli.demo.PlayFigures;
import io.leeway.cli.demo.ScoreFiles;
import io.leeway.cli.demo.ShopperBoard;
import io.leeway.cli.scores.CommittedScore;
import io.leeway.cli.scores.PublishedScoreJson;
import io.leeway.cli.scores.SampleScores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;

/** Ids, categories, reasons and file names that attack a terminal or a spreadsheet are shown inert. */
class HostileTextTest {
    private static final String IDS = "io.leeway.cli.console.HostileText#ids";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();

    @ParameterizedTest
    @MethodSource(IDS)
    void aShoppersScoresAndProfile(String id) throws IOException {
        Files.write(folder.resolve("churn.jsonl"), churn(id));
        Files.write(folder.resolve("interest.jsonl"), interest(id));
        Files.writeString(
                folder.resolve("profiles.jsonl"),
                "{\"user\":" + quoted(id) + ",\"categories\":{" + quoted(id) + ":1}}\n");
        assertThat(run("show", id, "--out", folder.toString())).isZero();
        assertShows(printed.toString(), id);
        assertThat(printed.toString()).contains("profile\n{\n  \"user\" : ");
        assertThat(run("show", id + "?", "--out", folder.toString())).isOne();
        assertShows(printed.toString(), id + "?");
    }

    @ParameterizedTest
    @MethodSource(IDS)
    void theDemosTables(String id) throws IOException {
        ShopperBoard board = new ShopperBoard(Duration.ofMinutes(30));
        board.accept(committed(churn(id)));
        board.accept(committed(interest(id)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CommandScreen screen = new CommandScreen(new PrintStream(bytes, true, UTF_8), false, 40);
        PlayFigures played = new PlayFigures(10, 0, Instant.parse("2026-01-01T01:00:00Z"), 5);
        new LiveTable(screen, board, new DecisionBoard(), () -> new LiveFigures(played, 0, null), new ManualClock())
                .finish();
        screen.println("shopper " + id);
        assertShows(bytes.toString(UTF_8), id);
    }

    @ParameterizedTest
    @MethodSource(IDS)
    void scoresAsCsv(String id) throws IOException {
        try (ScoreFiles files = ScoreFiles.open(folder)) {
            files.accept(committed(churn(id)));
            files.accept(committed(interest(id)));
        }
        for (String name : List.of("churn.csv", "interest.csv")) {
            String text = Files.readString(folder.resolve(name));
            assertInert(text);
            assertThat(text.lines()).hasSize(2);
            try (CSVParser cells = CSVParser.parse(text, CSVFormat.RFC4180)) {
                for (CSVRecord row : cells) {
                    row.forEach(cell -> assertThat(cell.split(";"))
                            .noneMatch(each -> each.strip().matches("[=+@＝＋－＠].*|-[^0-9].*")));
                }
            }
            // As a spreadsheet reads it that expects semicolons.
            assertThat(text.lines().flatMap(line -> List.of(line.split(";")).stream()))
                    .noneMatch(cell -> cell.strip().matches("\"?[=+@＝＋－＠-].*"));
        }
        assertThat(Files.readAllBytes(folder.resolve("churn.jsonl")))
                .isEqualTo((text(churn(id)) + "\n").getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource(IDS)
    void errors(String id) {
        for (Exception failure : List.of(
                new UserError("Expected a user, found " + id), new IOException("no user " + id, new IOException(id)))) {
            assertThat(run(failure, "fail")).isOne();
            assertInert(printed.toString());
            assertThat(printed.toString().lines()).hasSize(1);
            assertThat(run(failure, "--verbose", "fail")).isOne();
            assertInert(printed.toString().replace("\n\n", "\n"));
            assertThat(printed.toString().lines().skip(1)).allMatch(line -> line.isEmpty() || line.startsWith("  "));
        }
        assertThat(run("--" + id)).isEqualTo(2);
        assertInert(printed.toString());
    }

    @ParameterizedTest
    @MethodSource(IDS)
    void pathsAndInputOfAnImport(String id) throws IOException {
        Path input =
                Files.writeString(folder.resolve("a.csv"), "user,time\nu," + "\"" + id.replace("\"", "\"\"") + "\"\n");
        String[] columns = {"--type", "view", "--column", "user=user", "--column", "time=time"};
        assertThat(imports(input, columns)).isOne();
        assertInert(printed.toString());
        assertThat(imports(input, "--column", id)).isEqualTo(2);
        assertInert(printed.toString());
    }

    @Test
    void namesOfFiles() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "user,time\nu,1767225600000\n");
        Files.writeString(folder.resolve("\u001b[2J\nleeway: forged.csv"), "other\nu\n");
        String[] columns = {
            "--type", "view", "--column", "user=user", "--column", "time=time", "--time-format", "millis"
        };
        assertThat(imports(folder, columns)).as(printed.toString()).isZero();
        assertShows(printed.toString(), "\u001b[2J\nleeway: forged.csv");
    }

    private int run(String... arguments) {
        return run(new UserError("none"), arguments);
    }

    /** Where text goes out otherwise: help, the screen itself, child processes and the broker's noise. */
    @Test
    void commandsPrintByWritersThatShowWhatActs() throws IOException {
        Pattern unguarded =
                Pattern.compile("(?<!VisibleWriter\\((spec\\.commandLine\\(\\)|command))\\.get(Out|Err)\\(\\)"
                        + "|System\\.(out|err)\\b");
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            List<String> found = new ArrayList<>();
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                if (unguarded.matcher(Files.readString(source)).find()) {
                    found.add(source.getFileName().toString());
                }
            }
            assertThat(found)
                    .containsExactlyInAnyOrder(
                            "PrintingCommand.java",
                            "Leeway.java",
                            "CommandScreen.java",
                            "StandardErrorFilter.java",
                            "SqlCommand.java",
                            "EmbeddedBroker.java");
        }
    }

    private int imports(Path input, String... columns) {
        return run(Stream.concat(
                        Stream.of(
                                "import",
                                input.toString(),
                                "-o",
                                folder.resolve("out").toString()),
                        Stream.of(columns))
                .toArray(String[]::new));
    }

    private int run(Exception failure, String... arguments) {
        printed.getBuffer().setLength(0);
        PrintWriter writer = new PrintWriter(printed);
        return Leeway.commandLine(false)
                .addSubcommand(new Failing(failure))
                .setExecutionExceptionHandler(new OneLineErrors(false))
                .setOut(writer)
                .setErr(writer)
                .execute(arguments);
    }

    private static CommittedScore committed(byte[] json) {
        return new CommittedScore(PublishedScoreJson.parse(json), json, 0, 0, 0, 0);
    }

    private static byte[] churn(String id) throws IOException {
        return text(SampleScores.churnWithReasons(7, "window", 0.9))
                .replace("\"u7\"", quoted(id))
                .replace("\"silent for 5 weeks\"", quoted(id))
                .getBytes(UTF_8);
    }

    private static byte[] interest(String id) throws IOException {
        return text(SampleScores.interest(7, "session-end", false, 0.5))
                .replace("\"u7\"", quoted(id))
                .replace("\"baby\"", quoted(id))
                .getBytes(UTF_8);
    }

    private static String quoted(String id) throws IOException {
        return JSON.writeValueAsString(id);
    }

    private static String text(byte[] json) {
        return new String(json, UTF_8);
    }

    @Command(name = "fail")
    private static final class Failing implements Callable<Integer> {
        private final Exception failure;

        Failing(Exception failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }
}
