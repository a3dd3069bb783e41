package io.leeway.cli.savepoint;

import static java.util.Objects.requireNonNull;

import io.leeway.cli.console.ByteSizes;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.jobs.BootstrapStages;
import io.leeway.jobs.SourceArguments;
import io.leeway.jobs.options.BootstrapJobOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "bootstrap",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes every shopper's profile, as history leaves it, into a savepoint from which the live job starts at the seam.",
            "",
            "It can be interrupted at any time: the same command resumes from the last checkpoint, and ends with the same profiles. With other input it refuses."
        },
        footer = {
            "",
            "Examples:",
            "  leeway savepoint bootstrap --history shop/history --savepoint savepoints/shop",
            "  leeway savepoint bootstrap --history shop/history --savepoint s3://shop/savepoints/shop --work /var/tmp/bootstrap --parallelism 8"
        })
final class BootstrapCommand extends PrintingCommand {
    @Mixin
    private SourceArguments source = new SourceArguments();

    @Option(
            names = "--savepoint",
            required = true,
            paramLabel = "PATH",
            description = "A new folder for the savepoint.")
    private @Nullable String savepoint;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "Where checkpoints, finished profiles and the journal lie until the savepoint is written; about as large as that. Default: ${DEFAULT-VALUE}.")
    private Path work = Path.of("leeway-bootstrap");

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "TIME",
            defaultValue = "PT10S",
            description = "At most that much is done again. Default: ${DEFAULT-VALUE}.")
    private Duration interval = Duration.ofSeconds(10);

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Default: the number of cores. May be another after an interruption.")
    private int parallelism = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--max-parallelism",
            paramLabel = "N",
            description = "The live job's maximum parallelism. Default: ${DEFAULT-VALUE}, Flink's for up to 85 slots.")
    private int maxParallelism = BootstrapJobOptions.MAX_PARALLELISM;

    @Override
    public Integer call() throws Exception {
        Clock clock = Clock.systemUTC();
        long started = clock.millis();
        String folder = SavepointLocation.of(requireNonNull(savepoint));
        BootstrapStages stages = BootstrapStages.of(source.options(), folder);
        BootstrapRun run =
                new BootstrapRun(stages, work.toAbsolutePath(), folder, interval, parallelism, maxParallelism, clock);
        run.run();
        SavepointContents contents = SavepointContents.read(folder);
        PrintWriter out = out();
        out.println(folder);
        out.println("savepoint of " + ByteSizes.words(contents.bytes()) + " in "
                + ProgressBar.seconds(Duration.ofMillis(clock.millis() - started))
                + "; `leeway savepoint inspect` says what is in it");
        return 0;
    }
}
