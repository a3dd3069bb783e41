package io.leeway.training.dataset;

import io.leeway.features.ExampleOptions;
import io.leeway.features.Examples;
import io.leeway.records.TrainingExample;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.Sources;
import io.leeway.training.options.TrainingProgress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** Examples of a history, made in Flink and brought to the client. */
public final class CollectedExamples {
    /** The order of arrival is the cluster's affair; training must not depend on it. */
    private static final Comparator<TrainingExample> ORDER = Comparator.comparingLong(
                    (TrainingExample example) -> example.features().asOfMillis())
            .thenComparing(example -> example.features().userId())
            .thenComparing(example -> example.features().task());

    private CollectedExamples() {}

    /** In order of as-of time, shopper and task, however many tasks ran beside each other. */
    public static List<TrainingExample> of(
            StreamExecutionEnvironment env, SourceOptions sources, ExampleOptions options, TrainingProgress listener)
            throws Exception {
        listener.progress("examples", 0, 1);
        List<TrainingExample> examples = new ArrayList<>();
        try (CloseableIterator<TrainingExample> made =
                Examples.of(Sources.of(env, sources).arrivals(), options).executeAndCollect("leeway examples")) {
            made.forEachRemaining(examples::add);
        }
        examples.sort(ORDER);
        listener.progress("examples", 1, 1);
        return examples;
    }
}
