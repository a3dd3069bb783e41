package io.leeway.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leeway.cli.console.UserError;
import io.leeway.cli.scores.CommittedScore;
import io.leeway.cli.scores.PublishedChurnScore;
import io.leeway.cli.scores.PublishedInterestScore;
import io.leeway.cli.scores.PublishedScore;
import io.leeway.text.VisibleText;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Writes scores to files that people and spreadsheets open: {@code churn.jsonl} and
 * {@code interest.jsonl} with the records as they are on the topics, {@code churn.csv} and
 * {@code interest.csv} with a header and flat columns. In CSV triggers are joined by {@code +}, and
 * of the categories the first three each are written; text is as {@link VisibleText#cell} shows it.
 *
 * <p>Files of those names are replaced. Not thread-safe; the caller closes it, and only then are
 * the files complete.
 */
public final class ScoreFiles implements Consumer<CommittedScore>, Closeable {

    private static final int CATEGORIES = 3;
    private static final List<String> HEAD =
            List.of("id", "user", "as_of", "triggers", "model", "version", "digest", "features", "backfill");

    private final OutputStream churnLines;
    private final OutputStream interestLines;
    private final CSVPrinter churnTable;
    private final CSVPrinter interestTable;

    private ScoreFiles(Path folder) throws IOException {
        Files.createDirectories(folder);
        churnLines = new BufferedOutputStream(Files.newOutputStream(folder.resolve("churn.jsonl")));
        interestLines = new BufferedOutputStream(Files.newOutputStream(folder.resolve("interest.jsonl")));
        churnTable = table(folder.resolve("churn.csv"), List.of("probability"));
        List<String> columns = new ArrayList<>(List.of("drift"));
        columns.addAll(columns("from", "change"));
        columns.addAll(columns("to", "change"));
        columns.addAll(columns("next", "probability"));
        interestTable = table(folder.resolve("interest.csv"), columns);
    }

    /** @throws UserError when the folder cannot be written */
    public static ScoreFiles open(Path folder) {
        try {
            return new ScoreFiles(folder);
        } catch (IOException e) {
            throw UserError.found(
                    "a folder for the scores that can be written at " + folder, e, "name another with --out", e);
        }
    }

    @Override
    public void accept(CommittedScore committed) {
        try {
            if (committed.score() instanceof PublishedChurnScore churn) {
                writeLine(churnLines, committed.json());
                List<Object> row = head(churn.head());
                row.add(churn.probability());
                print(churnTable, row);
            } else if (committed.score() instanceof PublishedInterestScore interest) {
                writeLine(interestLines, committed.json());
                List<Object> row = head(interest.head());
                row.add(interest.drift());
                addFirst(row, interest.from());
                addFirst(row, interest.to());
                addFirst(row, interest.next());
                print(interestTable, row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A score could not be written", e);
        }
    }

    @Override
    public void close() throws IOException {
        try (churnLines;
                interestLines;
                churnTable;
                interestTable) {
            churnTable.flush();
            interestTable.flush();
        }
    }

    private static CSVPrinter table(Path file, List<String> columns) throws IOException {
        List<String> header = new ArrayList<>(HEAD);
        header.addAll(columns);
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader(header.toArray(String[]::new))
                .setRecordSeparator('\n')
                .get();
        return new CSVPrinter(Files.newBufferedWriter(file), format);
    }

    private static List<String> columns(String name, String figure) {
        List<String> columns = new ArrayList<>(CATEGORIES * 2);
        for (int i = 1; i <= CATEGORIES; i++) {
            columns.add(name + i);
            columns.add(name + i + "_" + figure);
        }
        return columns;
    }

    private static List<Object> head(PublishedScore.Head head) {
        return new ArrayList<>(List.of(
                head.id(),
                head.user(),
                head.asOf(),
                String.join("+", head.triggers()),
                head.model(),
                head.version(),
                head.digest(),
                head.features(),
                head.backfill()));
    }

    private static void addFirst(List<@Nullable Object> row, List<PublishedScore.Category> categories) {
        for (int i = 0; i < CATEGORIES; i++) {
            row.add(i < categories.size() ? categories.get(i).category() : null);
            row.add(i < categories.size() ? categories.get(i).value() : null);
        }
    }

    /** No cell is a formula in a spreadsheet. */
    private static void print(CSVPrinter table, List<@Nullable Object> row) throws IOException {
        row.replaceAll(cell -> cell instanceof String text ? VisibleText.cell(text) : cell);
        table.printRecord(row);
    }

    private static void writeLine(OutputStream lines, byte[] json) throws IOException {
        lines.write(json);
        lines.write("\n".getBytes(UTF_8));
    }
}
