package io.leeway.bench;

import io.leeway.bench.measure.BenchmarkResult;
import io.leeway.bench.measure.BenchmarkRig;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.AddedCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leeway bench}: how near to the limit it runs, on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how near Leeway runs to the limit on this machine, in about 22 minutes.",
            "",
            "Every ratio is of contestants that take turns in one process; low and high are its lowest and its highest round. Leave the machine alone meanwhile.",
            "Parts: " + BenchCommand.PARTS
        },
        footer = {
            "",
            "Examples:",
            "  leeway bench --report b.json",
            "  leeway bench --only bundle-over-raw --only growth",
            "  leeway bench --only bundle-over-raw --foreign-model models/ffnn/1 --rounds 9"
        })
public final class BenchCommand implements AddedCommand {
    static final String PARTS = "bundle-over-raw, bundle-over-per-row, ml-predict-over-single, "
            + "ml-predict-over-udf, ml-predict-over-operator, job-over-no-model, latency, features, "
            + "state-bytes-per-user, checkpoint, growth, backfill, reasons-over-score, methods";

    private static final String FOREIGN = "../shared/models/ffnn/1";

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where the figures go, and beside it a chart, FILE with .png. Default: ${DEFAULT-VALUE}.")
    private Path report = Path.of("bench.json");

    @Option(names = "--only", paramLabel = "NAME", description = "Only this part; may be repeated.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Turns of each contestant, after one to warm up. Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(
            names = "--size",
            paramLabel = "SHARE",
            defaultValue = "1",
            description =
                    "Share of the usual shoppers, events and time of a turn, above 0 up to 1. Figures of a share show that"
                            + " the benchmark runs, no more. Default: ${DEFAULT-VALUE}.")
    private double size = 1;

    @Option(
            names = "--foreign-model",
            paramLabel = "DIR",
            description = "A SavedModel with one float32 input that others made. Default: " + FOREIGN
                    + ", left out where it is not.")
    private @Nullable Path foreignModel;

    private final CommandScreen screen = CommandScreen.standard();
    private final Clock clock = Clock.systemUTC();

    private static List<Benchmark> all() {
        JobBenchmark job = new JobBenchmark();
        return List.of(
                new BundleBenchmark(),
                new MlPredictBenchmark(),
                job,
                new LatencyBenchmark(job),
                new FeaturesBenchmark(),
                new GrowthBenchmark(),
                new BackfillBenchmark(),
                new ReasonsBenchmark(),
                new MethodsBenchmark());
    }

    /** What {@code --only} takes. */
    static TreeSet<String> names() {
        TreeSet<String> names = new TreeSet<>();
        all().forEach(benchmark -> names.addAll(benchmark.names()));
        return names;
    }

    @Override
    public Integer call() throws Exception {
        List<Benchmark> chosen = chosen();
        if (rounds < 1) {
            throw new UserError("Expected at least 1 round, found " + rounds + "; give another --rounds");
        }
        if (!(size > 0 && size <= 1)) {
            throw new UserError("Expected a size above 0 up to 1, found " + size + "; give another --size");
        }
        Path folder = Files.createTempDirectory("leeway-bench");
        List<BenchmarkResult> results = new ArrayList<>();
        try (BenchmarkRig rig = new BenchmarkRig(folder, rounds, size, foreign())) {
            if (rig.foreignModel().isEmpty()) {
                screen.println("no model of others at " + FOREIGN + ": left out; name one with --foreign-model");
            }
            for (Benchmark benchmark : chosen) {
                measure(benchmark, rig, results);
                // At once: what fails later must not cost what is measured.
                BenchmarkReport.write(report, size, results);
            }
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
        BenchmarkReport.table(results).forEach(screen::println);
        screen.println("figures are in " + report
                + BenchmarkChart.draw(report, results)
                        .map(chart -> ", a chart is in " + chart)
                        .orElse(""));
        return 0;
    }

    private void measure(Benchmark benchmark, BenchmarkRig rig, List<BenchmarkResult> results) throws Exception {
        String name = benchmark.names().get(0);
        try (ProgressBar bar = new ProgressBar(screen, name, benchmark.steps(rig), "turns", clock)) {
            long[] done = {0};
            benchmark.run(rig, () -> bar.update(++done[0])).stream()
                    .filter(result -> only.isEmpty() || only.contains(result.name()))
                    .forEach(results::add);
        }
    }

    private List<Benchmark> chosen() {
        TreeSet<String> known = names();
        for (String name : only) {
            if (!known.contains(name)) {
                throw new UserError("Expected --only with one of " + known + ", found '" + name + "'");
            }
        }
        return all().stream()
                .filter(benchmark ->
                        only.isEmpty() || benchmark.names().stream().anyMatch(only::contains))
                .toList();
    }

    private @Nullable Path foreign() {
        Path named = foreignModel;
        if (named != null) {
            if (!Files.isDirectory(named)) {
                throw new UserError("Expected the folder of a SavedModel, found none at " + named
                        + "; give another --foreign-model or leave it out");
            }
            return named;
        }
        Path usual = Path.of(FOREIGN);
        return Files.isDirectory(usual) ? usual : null;
    }
}
