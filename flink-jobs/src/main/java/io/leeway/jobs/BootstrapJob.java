package io.leeway.jobs;

import io.leeway.features.Bootstrap;
import io.leeway.features.Features;
import io.leeway.features.FeaturesOptions;
import io.leeway.features.ProfileState;
import io.leeway.records.ProfileSnapshot;
import io.leeway.shopper.ProfileSettings;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.Sources;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.OperatorTransformation;
import org.apache.flink.state.api.SavepointWriter;
import org.apache.flink.state.api.StateBootstrapTransformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
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
            "What falls due before the seam is scored by `backfill`; the live job, started from the savepoint, goes on from there."
        },
        footer = {"", "Example:", "  leeway bootstrap --history shop/history --savepoint file:///tmp/shop-savepoint"})
public final class BootstrapJob implements Callable<Integer> {
    private static final int MAX_PARALLELISM = 128;

    @Mixin
    private SourceArguments source = new SourceArguments();

    @Option(names = "--savepoint", required = true, paramLabel = "URI", description = "A new folder for the savepoint.")
    private @Nullable String savepoint;

    @Option(
            names = "--max-parallelism",
            paramLabel = "N",
            defaultValue = "" + MAX_PARALLELISM,
            description = "The live job's maximum parallelism. Default: ${DEFAULT-VALUE}, Flink's for up to 85 slots.")
    private int maxParallelism = MAX_PARALLELISM;

    public static void main(String[] arguments) {
        JobMain.run(new BootstrapJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        StreamExecutionEnvironment env = JobMain.batch();
        define(env);
        env.execute("leeway bootstrap");
        return 0;
    }

    /** Checks what can be checked beforehand, and defines the job. */
    public void define(StreamExecutionEnvironment env) {
        SourceOptions sources = source.options(false, true);
        String history = sources.history();
        String folder = savepoint;
        if (history == null || folder == null) {
            throw new JobException("Expected --history and --savepoint, found one; name both folders");
        }
        Preflight.requireHistory(history);
        Preflight.requireNoSavepoint(folder);
        Bootstrap.keepKeysWithTheirTasks(env);
        ProfileSettings settings = ProfileSettings.DEFAULTS;
        FeaturesOptions options =
                new FeaturesOptions(settings, sources.seam(), sources.seam().minusMillis(1), sources.seam(), true);
        DataStream<ProfileSnapshot> profiles =
                Features.of(Sources.of(env, sources).arrivals(), options).profiles();
        StateBootstrapTransformation<ProfileSnapshot> state = OperatorTransformation.bootstrapWith(profiles)
                .keyBy(ProfileSnapshot::userId, Types.STRING)
                .transform(new Bootstrap(settings));
        SavepointWriter.newSavepoint(env, maxParallelism)
                .withOperator(OperatorIdentifier.forUid(ProfileState.UID), state)
                .write(folder);
    }
}
