package io.leeway.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.shop.SmallShop;
import io.leeway.sources.importers.HistoryIndex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** History that is not there, cannot be read, or is not what it should be; found before the job runs, or while it reads. */
class HistoryErrorsIT {
    private static final String FIRST = line("e1", "2026-01-01T10:00:00Z");
    private static final String SECOND = line("e2", "2026-01-01T11:00:00Z");
    private static final String SEAM = "2026-01-02T00:00:00Z";

    private static SmallShop small;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() {
        small = SmallShop.get();
    }

    @Test
    void noHistory() {
        Path nowhere = folder.resolve("nowhere");
        assertThat(Command.line("backfill", "--history", nowhere, "--models", small.models(), "--seam", SEAM))
                .contains("Expected history files events*.jsonl[.gz] in " + nowhere, "found no such folder")
                .contains("leeway import");
        assertThat(Command.line("backfill", "--history", folder, "--models", small.models(), "--seam", SEAM))
                .contains("in " + folder + ", found none");
    }

    @Test
    void noSeamAndNoIndexToTakeItFrom() throws IOException {
        write("events-1.jsonl", FIRST);
        assertThat(Command.line("backfill", "--history", folder, "--models", small.models()))
                .contains("Expected " + folder.resolve(HistoryIndex.FILE), "found none", "give --seam");
    }

    @Test
    void anIndexThatIsNone() throws IOException {
        write("events-1.jsonl", FIRST);
        Files.writeString(folder.resolve(HistoryIndex.FILE), "[]");
        assertThat(Command.line("train", "--history", folder, "--models", folder.resolve("models")))
                .contains("Expected an index of a history, found something else in", "write the history again");
    }

    /** Even root cannot read a link to nowhere. */
    @Test
    void aFileThatCannotBeOpened() throws IOException {
        write("events-1.jsonl", FIRST);
        Files.createSymbolicLink(folder.resolve("events-2.jsonl"), folder.resolve("gone"));
        assertThat(backfill())
                .contains("Expected readable history in " + folder)
                .contains("events-2.jsonl", "check");
    }

    @Test
    void aFileThatIsDamagedFarInside() throws IOException {
        byte[] whole = gzip(FIRST + SECOND);
        Files.write(folder.resolve("events-1.jsonl.gz"), Arrays.copyOf(whole, whole.length - 12));
        assertThat(backfill())
                .contains("Expected a whole gzip file, found a damaged one in file")
                .contains("events-1.jsonl.gz, line ", "Unexpected end of ZLIB input stream", "copy it again");
    }

    @Test
    void aFileThatIsNotWhatItsNameSays() throws IOException {
        write("events-1.jsonl.gz", FIRST);
        assertThat(backfill()).contains("Expected a whole gzip file", "Not in GZIP format", "line 1", "copy it again");
    }

    @Test
    void trainingOverADamagedFile() throws IOException {
        byte[] whole = gzip(FIRST + SECOND);
        Files.write(folder.resolve("events-1.jsonl.gz"), Arrays.copyOf(whole, whole.length - 12));
        index("2025-12-01T00:00:00Z", SEAM);
        assertThat(Command.line("train", "--history", folder, "--models", folder.resolve("models")))
                .contains("found a damaged one in", "events-1.jsonl.gz", "copy it again");
        assertThat(Command.line(
                        "train",
                        "--history",
                        folder,
                        "--models",
                        folder.resolve("models"),
                        "--return-event",
                        "activity"))
                .contains("found a damaged one in", "events-1.jsonl.gz", "copy it again");
    }

    @Test
    void linesOutOfOrder() throws IOException {
        write("events-1.jsonl", SECOND, FIRST);
        assertThat(backfill())
                .contains("Expected history in order of event time")
                .contains("from 2026-01-01T11:00:00Z to 2026-01-01T10:00:00Z")
                .contains("events-1.jsonl, line 2", "sort it with `leeway import`");
    }

    @Test
    void aSeamAmidstHistory() throws IOException {
        write("events-1.jsonl", FIRST, SECOND);
        assertThat(Command.line(
                        "backfill",
                        "--history",
                        folder,
                        "--models",
                        small.models(),
                        "--seam",
                        "2026-01-01T10:30:00Z",
                        "--output",
                        folder.resolve("scores")))
                .contains("Expected history to end before the seam 2026-01-01T10:30:00Z")
                .contains("found an event at 2026-01-01T11:00:00Z", "events-1.jsonl, line 2", "set --seam");
    }

    @Test
    void historyTooShortForTheHorizon() {
        assertThat(Command.line(
                        "train", "--history", small.history(), "--models", folder.resolve("models"), "--horizon", "28"))
                .contains("at least three times as long as the horizon of 28.00 days")
                .contains("found 39.99 days", "give a shorter --horizon or more history");
    }

    @Test
    void aSavepointFolderThatHoldsSomething() throws IOException {
        write("events-1.jsonl", FIRST, SECOND);
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(taken.resolve("_metadata"), "somebody's");
        assertThat(Command.line("bootstrap", "--history", folder, "--seam", SEAM, "--savepoint", taken.toUri()))
                .contains("Expected a new folder for the savepoint, found one at " + taken.toUri());
    }

    @Test
    void nowhereToPutScores() throws IOException {
        write("events-1.jsonl", FIRST);
        assertThat(Command.line("backfill", "--history", folder, "--models", small.models(), "--seam", SEAM))
                .contains("Expected --output or --bootstrap, found neither", "say where scores go");
    }

    @Test
    void importingWhatIsNotThere() {
        Path absent = folder.resolve("absent.csv");
        assertThat(Command.line("import", absent, "--format", "taobao", "--output", folder.resolve("out")))
                .contains("Expected a readable CSV file, found " + absent + ": no such file");
    }

    private String backfill() {
        return Command.line(
                "backfill",
                "--history",
                folder,
                "--models",
                small.models(),
                "--seam",
                SEAM,
                "--output",
                folder.resolve("scores"));
    }

    private void write(String name, String... lines) throws IOException {
        Files.write(folder.resolve(name), String.join("", lines).getBytes(UTF_8));
    }

    private void index(String from, String to) throws IOException {
        Files.writeString(
                folder.resolve(HistoryIndex.FILE),
                "{\"version\":1,\"from\":\"" + from + "\",\"to\":\"" + to
                        + "\",\"events\":2,\"counts\":{},\"slices\":[]}");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String line(String id, String time) {
        List<String> fields =
                List.of("\"id\":\"" + id + "\"", "\"type\":\"view\"", "\"user\":\"u1\"", "\"time\":\"" + time + "\"");
        return "{" + String.join(",", fields) + "}\n";
    }
}
