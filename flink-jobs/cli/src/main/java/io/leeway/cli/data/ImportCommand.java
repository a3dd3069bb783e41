package io.leeway.cli.data;

import io.leeway.cli.options.CsvOptions;
import io.leeway.cli.options.FormatNames;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.sources.importers.CsvMapping;
import io.leeway.sources.importers.HistoryOptions;
import io.leeway.sources.importers.ImportException;
import io.leeway.sources.importers.ImportFormat;
import io.leeway.sources.importers.ImportReport;
import io.leeway.sources.importers.Importer;
import io.leeway.sources.importers.ProgressListener;
import io.leeway.sources.importers.RepeatedLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code leeway import}: exits with 0 when a history was written, with 1 and one line when it was
 * not or more lines than {@code --max-bad} are bad, with 2 when the options are wrong.
 */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Turns CSV files into sorted, time-sliced history.",
            "",
            "Lines without a user, sums and exact duplicates are counted and left out; bad lines go to quarantine.jsonl in the output folder,"
                    + " with file, line and reason. The summary has what became of each line, the most frequent reasons with an"
                    + " example, and warnings of what is implausible."
        },
        footer = {
            "",
            "Examples:",
            "  leeway import --format taobao data/taobao --output history",
            "  leeway import --format complete-journey data/completejourney --output out --cut 2017-10-01T00:00:00Z",
            "  leeway import --format online-retail data/online-retail --output history",
            "  leeway import sales.csv.gz --output history --type purchase \\",
            "    --column user=CustomerID --column item=StockCode --column quantity=Quantity --column price=UnitPrice \\",
            "    --column time=InvoiceDate --time-format 'yyyy-MM-dd HH:mm:ss' --zone Europe/London --currency GBP \\",
            "    --cancellation InvoiceNo=C",
            "  leeway import clicks.tsv --output history --delimiter '\\t' --no-header \\",
            "    --column user=#1 --column time=#2 --time-format millis --column type=#3 --type-value click=view",
            "  leeway import --format rees46 data/rees46 --output history      # a folder with 2019-Oct.csv.gz, 2019-Nov.csv.gz, …"
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required or has a default
public final class ImportCommand extends PrintingCommand {

    @Parameters(
            paramLabel = "INPUT",
            description = "A CSV file, or a folder: its files that have the columns. '.gz' is unzipped.")
    private Path input;

    @Option(
            names = {"--output", "-o"},
            required = true,
            paramLabel = "DIR",
            description = "The folder to write, new or empty. It appears whole or not at all.")
    private Path output;

    @Option(names = "--overwrite", description = "Replaces a finished history in the output folder.")
    private boolean overwrite;

    @Option(
            names = "--cut",
            paramLabel = "INSTANT",
            description = "Writes events before it to DIR/history and the others to DIR/live, to be replayed.")
    private @Nullable Instant cut;

    @Option(
            names = "--not-after",
            paramLabel = "INSTANT",
            description =
                    "Later events are refused, as a wild date would move the end of history. Default: the end of the day of the import, wherever it ends last.")
    private @Nullable Instant notAfter;

    @Option(
            names = "--slice",
            paramLabel = "TIME",
            defaultValue = "P1D",
            description = "Event time in one file, such as PT6H or P7D. Default: ${DEFAULT-VALUE}.")
    private Duration slice;

    @Option(
            names = "--duplicates",
            paramLabel = "RULE",
            defaultValue = "drop",
            description =
                    "Lines that equal another: drop (one event), keep (an event each) or add (one event with the quantity of all)."
                            + " Default: ${DEFAULT-VALUE}.")
    private String duplicates;

    @Option(
            names = "--max-bad",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description =
                    "Of bad lines among all: above it the command ends with an error, after the history is written."
                            + " Default: ${DEFAULT-VALUE}.")
    private double maxBad;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            completionCandidates = FormatNames.class,
            description = "One of ${COMPLETION-CANDIDATES}; any other CSV is described by the options below.")
    private @Nullable String format;

    @Mixin
    private CsvOptions csv;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = out();
        PrintWriter err = err();
        try {
            HistoryOptions options = new HistoryOptions(
                    slice, cut, notAfter == null ? endOfToday() : notAfter, overwrite, RepeatedLines.named(duplicates));
            ImportReport report = Importer.run(input, mapping(), output, options, percents(err));
            report.skipped().forEach(file -> out.println("left out " + file));
            report.counts().forEach((name, count) -> out.printf(Locale.ROOT, "%-20s %,12d%n", name, count));
            report.notes().forEach(out::println);
            out.println(output + ": " + report.index().slices().size() + " slices from "
                    + report.index().from() + " to " + report.index().to());
            double bad = (double) report.counts().getOrDefault("quarantined", 0L)
                    / report.counts().getOrDefault("lines", 1L);
            if (bad > maxBad) {
                err.println(String.format(
                        Locale.ROOT,
                        "leeway: Expected at most %s of all lines to be bad, found %.3f: see the reasons above and"
                                + " quarantine.jsonl, or add --max-bad",
                        maxBad,
                        bad));
                return 1;
            }
            return 0;
        } catch (ImportException clear) {
            err.println("leeway: " + clear.getMessage());
            return 1;
        } catch (IllegalArgumentException wrong) {
            err.println("leeway: " + wrong.getMessage() + " (see leeway import --help)");
            return 2;
        }
    }

    /** A shop's day ends up to twelve hours after that of UTC. */
    private static Instant endOfToday() {
        return Clock.systemUTC().instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(36));
    }

    private CsvMapping mapping() throws IOException {
        if (format == null) {
            return csv.mapping();
        }
        if (csv.anyGiven()) {
            throw new IllegalArgumentException("Expected --format or columns, found both");
        }
        return ImportFormat.named(format).mapping(input);
    }

    /** A line whenever another tenth is read. */
    private static ProgressListener percents(PrintWriter err) {
        long[] said = {0};
        return (bytesRead, bytesTotal) -> {
            long tenths = bytesTotal == 0 ? 10 : bytesRead * 10 / bytesTotal;
            if (tenths > said[0]) {
                said[0] = tenths;
                err.println("read " + tenths * 10 + " %");
            }
        };
    }
}
