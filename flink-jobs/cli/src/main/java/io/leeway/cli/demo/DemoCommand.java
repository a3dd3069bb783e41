package io.leeway.cli.demo;

import io.leeway.cli.audit.AuditProcess;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.DurationConverter;
import io.leeway.cli.options.FormatNames;
import io.leeway.cli.options.InstantConverter;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leeway demo}: exits with 0 when the audit holds, with 1 when it does not. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays a shop through the whole system and audits what came out.",
            "",
            "Writes 90 days of a simulated shop's history (or imports a data set), trains both models on it, starts a real Kafka broker and"
                    + " the Flink job in this process, scores history, then plays live days and shows who drifts and who is leaving. In the"
                    + " end a second process reads what was committed and compares it with a fault-free run of the same input."
        },
        footer = {
            "",
            "Examples:",
            "  leeway demo",
            "  leeway demo --for 60s --fail-every 15s --report r.json",
            "  leeway demo --dataset ../shared/data/completejourney --format complete-journey"
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required or has a default
public final class DemoCommand implements Callable<Integer> {

    private static final long NEEDED_BYTES = 2L << 30;

    private final DemoStages stages;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "2m",
            converter = DurationConverter.class,
            description = "Length of the live phase, wall clock. Default: ${DEFAULT-VALUE}.")
    private Duration playFor;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description =
                    "Seconds of the shop's clock a second of wall clock. Default: 1800 for the simulated shop, so that a session is over a second"
                            + " after its last event; for a data set what makes the rest of it last --for.")
    private @Nullable Double speed;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the simulated shop, training and failures. Default: ${DEFAULT-VALUE}.")
    private long seed = 7;

    @Option(
            names = "--shoppers",
            paramLabel = "N",
            description = "Shoppers of the simulated shop. Default: ${DEFAULT-VALUE}.")
    private int shoppers = 1200;

    @Option(
            names = "--history-days",
            paramLabel = "N",
            description = "Days of the simulated shop's history. Default: ${DEFAULT-VALUE}.")
    private int historyDays = 90;

    @Option(
            names = "--dataset",
            paramLabel = "FOLDER",
            description = "Real data instead of the simulated shop; needs --format.")
    private @Nullable Path dataset;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            completionCandidates = FormatNames.class,
            description = "What the data set is: one of ${COMPLETION-CANDIDATES}.")
    private @Nullable String format;

    @Option(
            names = "--cut",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description =
                    "Where the data set's history ends and its replay begins, as 2017-12-01 or 2017-12-01T08:00:00Z. Default: by the length of"
                            + " the data.")
    private @Nullable Instant cut;

    @Option(
            names = "--horizon",
            paramLabel = "DAYS",
            description =
                    "How many days ahead the models look; training needs more history than that. Default: by the length of history.")
    private @Nullable Double horizonDays;

    @Option(
            names = "--fail-every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "Makes the job fail that often while it runs; it must recover without a score lost or doubled.")
    private @Nullable Duration failEvery;

    @Option(
            names = "--allowed-lateness",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description =
                    "How far a live event may lie behind its arrival, of the shop's clock. Default: ${DEFAULT-VALUE}.")
    private Duration allowedLateness;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "Scores become visible with checkpoints. Default: ${DEFAULT-VALUE}.")
    private Duration checkpointInterval;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where scores go, as JSON lines and CSV. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("leeway-out");

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the audit's report there, as JSON.")
    private @Nullable Path report;

    @Option(names = "--keep", description = "Keeps history, models, topics and the reference run in DIR/demo-work.")
    private boolean keep;

    DemoCommand() {
        this(new ShopStages(Clock.systemUTC()));
    }

    DemoCommand(DemoStages stages) {
        this.stages = stages;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        DemoPlan plan = plan();
        CommandScreen screen = CommandScreen.standard();
        requireSpace(plan.out());
        screen.println("This takes about " + ProgressBar.seconds(playFor.plusMinutes(3)) + " and up to 2 GB below "
                + plan.out()
                + (keep ? ", which stay." : "; when it ends, some 200 MB of scores stay.")
                + (Files.isDirectory(Path.of(System.getProperty("user.home"), ".javacpp"))
                        ? ""
                        : " TensorFlow's first start takes 20 s more and 0.65 GB in ~/.javacpp."));
        return new DemoRun(plan, stages, screen, Clock.systemUTC(), AuditProcess::run).run();
    }

    DemoPlan plan() {
        UserError.require(playFor.toMillis() > 0, "Expected --for above 0, found 0; name a time such as 60s");
        UserError.require(
                speed == null || speed > 0,
                "Expected --speed above 0, found " + speed + "; 1800 plays half an hour a second");
        UserError.require(
                (dataset == null) == (format == null),
                "Expected --dataset and --format together, found one; name the other as well");
        UserError.require(
                cut == null || dataset != null,
                "Expected --cut with --dataset only, found it alone; the simulated shop's history has --history-days");
        return new DemoPlan(
                playFor,
                speed,
                seed,
                new DemoPlan.ShopSize(shoppers, historyDays),
                new DemoPlan.DemoOutput(out, report, keep),
                dataset == null || format == null ? null : new DemoPlan.Dataset(dataset, format, cut),
                horizonDays,
                failEvery,
                allowedLateness,
                checkpointInterval);
    }

    private static void requireSpace(Path out) throws IOException {
        FileStore store = Files.getFileStore(Files.createDirectories(out));
        UserError.require(
                store.getUsableSpace() >= NEEDED_BYTES,
                "Expected 2 GB free at " + out.toAbsolutePath() + ", found " + (store.getUsableSpace() >> 20)
                        + " MB; make room, or name another folder with --out");
    }
}
