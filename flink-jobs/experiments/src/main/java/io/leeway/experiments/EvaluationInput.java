package io.leeway.experiments;

import io.leeway.features.AsOf;
import io.leeway.features.ExampleOptions;
import io.leeway.jobs.JobException;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.Task;
import io.leeway.shopper.TimeMillis;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.importers.HistoryIndex;
import io.leeway.training.dataset.OrderedExamples;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation is given.
 *
 * @param history a folder as {@code leeway import} writes it; null for a task that makes its own
 * @param dataset the file or folder of {@code --dataset} as it is, for a task that reads it by
 *     itself; null for any other
 * @param format of the dataset, as {@code --format} names it: notes on a public one are shown for
 *     it alone; null for a shop's own
 * @param cut the last as-of time, which the headline is of; null for the task's default
 * @param horizon how far ahead labels look; null for the task's default
 * @param origins how many earlier cuts are evaluated beside it
 * @param work an empty folder, for models; it may be deleted afterwards
 */
public record EvaluationInput(
        Supplier<StreamExecutionEnvironment> environment,
        @Nullable Path history,
        @Nullable Path dataset,
        @Nullable String format,
        @Nullable Instant cut,
        @Nullable Duration horizon,
        int origins,
        long seed,
        Path work,
        TrainingProgress listener) {
    public EvaluationInput {
        if (origins < 0) {
            throw new JobException("Expected a number of earlier cuts of at least 0, found " + origins);
        }
    }

    public Path requireDataset() {
        if (dataset == null) {
            throw new JobException("Expected --dataset, found none; name a folder or file");
        }
        return dataset;
    }

    public Path requireHistory() {
        if (history == null) {
            throw new JobException("Expected --history or --dataset, found neither; name a folder or file");
        }
        return history;
    }

    public HistoryIndex index() {
        try {
            return HistoryIndex.read(requireHistory());
        } catch (IOException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Makes examples of the history in Flink; in order of as-of time, shopper and task, whatever
     * the parallelism.
     *
     * @param purchaseReturns whether only a purchase counts as coming back
     */
    public List<TrainingExample> examples(
            Task task, AsOf asOf, Instant until, Duration horizon, boolean purchaseReturns) throws Exception {
        ExampleOptions options = new ExampleOptions(
                ProfileSettings.DEFAULTS, List.of(task), asOf, until, horizon, horizon, purchaseReturns);
        SourceOptions sources =
                new SourceOptions(requireHistory().toString(), null, index().to(), Duration.ofMinutes(10));
        return OrderedExamples.collect(environment.get(), sources, options, listener);
    }

    /** How a model is trained on these examples, as version 1 below a folder. */
    public TrainingOptions training(
            Duration horizon,
            boolean purchaseReturns,
            Path models,
            TrainingBudget budget,
            Hyperparameters hyperparameters) {
        return new TrainingOptions(
                seed,
                1,
                horizon.toMillis() / (double) TimeMillis.DAY,
                purchaseReturns ? TrainingOptions.PURCHASE : TrainingOptions.ACTIVITY,
                ProfileSettings.DEFAULTS.featureSettings(),
                models,
                budget,
                hyperparameters);
    }

    EvaluationInput withHistory(Path folder) {
        return new EvaluationInput(environment, folder, null, null, cut, horizon, origins, seed, work, listener);
    }
}
