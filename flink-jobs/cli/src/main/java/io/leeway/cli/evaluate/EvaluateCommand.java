package io.leeway.cli.evaluate;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.UserError;
import io.leeway.cli.demo.TrainingBars;
import io.leeway.cli.options.CsvOptions;
import io.leeway.cli.options.InstantConverter;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.page.EvaluationHtml;
import io.leeway.evaluation.page.EvaluationJson;
import io.leeway.experiments.EvaluationInput;
import io.leeway.experiments.run.EvaluationRun;
import io.leeway.jobs.JobSettings;
import io.leeway.sources.importers.HistoryOptions;
import io.leeway.sources.importers.ImportFormat;
import io.leeway.sources.importers.ImportReport;
import io.leeway.sources.importers.Importer;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code leeway evaluate}: exits with 0 when the evaluation was made, whether or not the model won.
 */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains on the past of a history, asks about its last part, and shows the model beside the rules it must beat, with intervals.",
            "",
            "Never splits at random: whatever is learned from was known before the as-of time of what is asked."
        },
        footer = {
            "",
            "Examples:",
            "  leeway evaluate --dataset ../shared/data/online-retail --format online-retail --task churn --report churn.json --html churn.html",
            "  leeway evaluate --history shop/history --task churn --horizon 28",
            "  leeway evaluate --dataset sales.csv --task churn --type purchase --column user=CustomerID --column item=StockCode \\",
            "    --column quantity=Quantity --column price=UnitPrice --column time=InvoiceDate --time-format 'yyyy-MM-dd HH:mm:ss' \\",
            "    --cancellation InvoiceNo=C"
        })
public final class EvaluateCommand extends PrintingCommand {

    @Option(
            names = "--task",
            required = true,
            paramLabel = "NAME",
            description = "What is asked: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Tasks.class)
    private String task = "";

    @Option(
            names = "--dataset",
            paramLabel = "PATH",
            description = "A CSV file or a folder of them: described by --format, or by the options below.")
    private @Nullable Path dataset;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            completionCandidates = Formats.class,
            description = "The dataset's format: ${COMPLETION-CANDIDATES}.")
    private @Nullable String format;

    @Option(names = "--history", paramLabel = "DIR", description = "A history that was imported already.")
    private @Nullable Path history;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the evaluation as JSON.")
    private @Nullable Path report;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Writes the evaluation as one page with charts, which needs no other file.")
    private @Nullable Path html;

    @Option(
            names = "--cut",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description =
                    "As of when the last question is asked: a day or an instant. Default: the latest that history answers.")
    private @Nullable Instant cut;

    @Option(
            names = "--horizon",
            paramLabel = "DAYS",
            description = "How far ahead is asked. Default: the task's; of churn 91, at most a quarter of history.")
    private @Nullable Double horizonDays;

    @Option(
            names = "--cuts",
            paramLabel = "N",
            description = "How many earlier cuts are evaluated beside the last. Default: ${DEFAULT-VALUE}.")
    private int cuts = 2;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of weights, shuffles and intervals: the same seed and data give the same figures."
                    + " Default: ${DEFAULT-VALUE}.")
    private long seed = 7;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "Keeps the models that were trained, in an empty or new folder. Default: they are deleted.")
    private @Nullable Path models;

    @Mixin
    private CsvOptions csv = new CsvOptions();

    @Override
    public Integer call() throws Exception {
        requireOneSource();
        Path work = Files.createTempDirectory("leeway-evaluate");
        try (TrainingBars bars = new TrainingBars(CommandScreen.standard(), Clock.systemUTC())) {
            Evaluation evaluation = EvaluationRun.evaluate(task, input(work, bars));
            bars.close();
            show(evaluation);
        } finally {
            FileUtils.deleteDirectory(work.toFile());
        }
        return 0;
    }

    private EvaluationInput input(Path work, TrainingProgress listener) throws IOException {
        Path kept = models;
        boolean asItIs = !EvaluationRun.task(task).readsDataset().isEmpty();
        return new EvaluationInput(
                JobSettings::localBatch,
                dataset == null || asItIs ? history : imported(dataset, work, listener),
                asItIs ? dataset : null,
                format,
                cut,
                horizonDays == null ? null : Duration.ofMillis(Math.round(horizonDays * 86_400_000d)),
                cuts,
                seed,
                kept == null ? work.resolve("models") : kept,
                listener);
    }

    private Path imported(Path from, Path work, TrainingProgress listener) throws IOException {
        Path output = work.resolve("history");
        ImportReport imported = Importer.run(
                from,
                format == null ? csv.mapping() : ImportFormat.named(format).mapping(from),
                output,
                HistoryOptions.DEFAULT,
                (read, total) -> listener.progress("importing", read >> 10, Math.max(1, total >> 10)));
        imported.notes().forEach(note -> err().println("import: " + note));
        return output;
    }

    private void requireOneSource() {
        List<String> own = EvaluationRun.task(task).readsDataset();
        UserError.require(
                own.isEmpty() || (dataset != null && history == null && format != null && own.contains(format)),
                "Expected --dataset in a --format of " + own + " for --task " + task + ", found "
                        + (dataset == null || history != null ? "another source" : "the format " + format));
        boolean reads = own.isEmpty() && EvaluationRun.task(task).readsHistory();
        UserError.require(
                !reads || (dataset == null) != (history == null),
                "Expected --dataset or --history, found " + (dataset == null ? "neither" : "both"));
        UserError.require(
                dataset != null || (format == null && !csv.anyGiven()),
                "Expected --format and columns with --dataset only, found them without; name the dataset");
        UserError.require(
                format == null || !csv.anyGiven(), "Expected --format or columns, found both; give one of them");
        UserError.require(
                horizonDays == null || horizonDays > 0, "Expected a --horizon above 0 days, found " + horizonDays);
    }

    private void show(Evaluation evaluation) throws IOException {
        PrintWriter out = out();
        EvaluationTable.lines(evaluation).forEach(out::println);
        Path json = report;
        if (json != null) {
            EvaluationJson.write(evaluation, json);
            out.println("report       " + json);
        }
        Path page = html;
        if (page != null) {
            EvaluationHtml.write(evaluation, page);
            out.println("page         " + page);
        }
    }

    /** The formats that are imported, then those that a task reads by itself. */
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(ImportFormat.names().stream(), EvaluationRun.formats().stream())
                    .distinct()
                    .iterator();
        }
    }

    static final class Tasks implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return EvaluationRun.names().iterator();
        }
    }
}
