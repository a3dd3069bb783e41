package io.leeway.jobs;

import io.leeway.jobs.options.BootstrapJobOptions;
import io.leeway.sources.SourceOptions;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Profiles from history into a savepoint, from which the live job starts at the seam. */
@Command(
        name = "bootstrap",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes every shopper's profile, as history leaves it, into a savepoint.",
            "",
            "What falls due before the seam is scored by `backfill`; the live job, started from the savepoint, continues from there.",
            "In one go; `leeway savepoint bootstrap` does the same with a progress bar, and resumes where it was interrupted."
        },
        footer = {"", "Example:", "  leeway bootstrap --history shop/history --savepoint file:///tmp/shop-savepoint"})
public final class BootstrapJob implements Callable<Integer> {
    @Mixin
    private SourceArguments source = new SourceArguments();

    @Option(names = "--savepoint", required = true, paramLabel = "URI", description = "A new folder for the savepoint.")
    private String savepoint = "";

    @Option(
            names = "--max-parallelism",
            paramLabel = "N",
            description = "The live job's maximum parallelism. Default: ${DEFAULT-VALUE}, Flink's for up to 85 slots.")
    private int maxParallelism = BootstrapJobOptions.MAX_PARALLELISM;

    public static void main(String[] arguments) {
        JobMain.run(new BootstrapJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        StreamExecutionEnvironment env = JobMain.batch();
        define(env, JobMain.checked(() -> new BootstrapJobOptions(source.options(), savepoint, maxParallelism)));
        env.execute("leeway bootstrap");
        return 0;
    }

    /** Checks what can be checked beforehand, and defines the job. */
    public static void define(StreamExecutionEnvironment env, BootstrapJobOptions options) {
        SourceOptions sources =
                BootstrapStages.of(options.source(), options.savepoint()).options();
        BootstrapStages.write(
                env, BootstrapStages.profiles(env, sources), options.savepoint(), options.maxParallelism());
    }
}
