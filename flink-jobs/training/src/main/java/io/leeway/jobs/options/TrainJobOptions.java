package io.leeway.jobs.options;

import io.leeway.shopper.Task;
import io.leeway.training.network.ChurnNetwork;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The training job's options.
 *
 * @param models where the models go, {@code churn/VERSION} and {@code interest/VERSION}
 * @param seed of weights and shuffles: the same seed and data give the same bytes
 * @param onlyTask the one model to train; null: both
 * @param distil whether smaller models are made and compared too
 */
public record TrainJobOptions(
        JobSourceOptions source,
        Path models,
        Label label,
        long version,
        long seed,
        ChurnNetwork churnNetwork,
        @Nullable Task onlyTask,
        boolean distil,
        FittingOptions fitting) {
    public static final long VERSION = 1;
    public static final long SEED = 7;

    /**
     * What counts as gone, and as coming back.
     *
     * @param horizonDays how many days a shopper has to stay away to count as gone; null: by the
     *     length of history
     * @param returnEvent {@code purchase} or {@code activity}; null: by what history has
     */
    public record Label(
            @Nullable Double horizonDays, @Nullable String returnEvent) {}

    public TrainJobOptions {
        if (fitting.privacy().isPresent() && onlyTask != Task.CHURN) {
            throw new IllegalArgumentException("Expected --task churn with --dp-noise, found "
                    + (onlyTask == null ? "no --task" : "--task " + onlyTask.id())
                    + "; the interest model's vocabulary and embeddings have no bound of their own");
        }
    }

    /** Both models with defaults. */
    public static TrainJobOptions of(JobSourceOptions source, Path models, @Nullable Double horizonDays) {
        return new TrainJobOptions(
                source,
                models,
                new Label(horizonDays, null),
                VERSION,
                SEED,
                ChurnNetwork.GRU,
                null,
                false,
                FittingOptions.DEFAULTS);
    }

    public TrainJobOptions withSeed(long other) {
        return new TrainJobOptions(source, models, label, version, other, churnNetwork, onlyTask, distil, fitting);
    }

    public TrainJobOptions withNetwork(ChurnNetwork network, @Nullable Task only) {
        return new TrainJobOptions(source, models, label, version, seed, network, only, distil, fitting);
    }
}
