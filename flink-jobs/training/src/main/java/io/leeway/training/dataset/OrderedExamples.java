package io.leeway.training.dataset;

import io.leeway.features.ExampleOptions;
import io.leeway.features.Examples;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.StableHash;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.Sources;
import io.leeway.training.options.TrainingProgress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** Orders and thins examples, so that a parallel job's order does not reach the model. */
public final class OrderedExamples {
    private static final Comparator<TrainingExample> BY_TIME = Comparator.comparingLong(
                    (TrainingExample e) -> e.features().asOfMillis())
            .thenComparing(e -> e.features().userId());

    private OrderedExamples() {}

    /**
     * Examples of a history, made in Flink and brought to the client, in order of as-of time,
     * shopper and task, however many tasks ran beside each other.
     */
    public static List<TrainingExample> collect(
            StreamExecutionEnvironment env, SourceOptions sources, ExampleOptions options, TrainingProgress listener)
            throws Exception {
        listener.progress("examples", 0, 1);
        List<TrainingExample> examples = new ArrayList<>();
        try (CloseableIterator<TrainingExample> made =
                Examples.of(Sources.of(env, sources).arrivals(), options).executeAndCollect("leeway examples")) {
            made.forEachRemaining(examples::add);
        }
        examples.sort(BY_TIME.thenComparing(example -> example.features().task()));
        listener.progress("examples", 1, 1);
        return examples;
    }

    /** The wanted examples by time, then user; at most {@code cap}, chosen by hash. */
    public static List<TrainingExample> select(
            List<TrainingExample> examples, Predicate<TrainingExample> wanted, int cap) {
        List<TrainingExample> kept = examples.stream().filter(wanted).toList();
        if (kept.size() > cap) {
            kept = kept.stream()
                    .sorted(Comparator.comparingLong((TrainingExample e) -> hash(e.features()))
                            .thenComparing(BY_TIME))
                    .limit(cap)
                    .toList();
        }
        return kept.stream().sorted(BY_TIME).toList();
    }

    /**
     * The wanted examples by time, then user; at most {@code cap} of each shopper, chosen by a hash
     * of their own, so that no shopper has an influence on which examples of others are kept.
     */
    public static List<TrainingExample> ofEachShopper(
            List<TrainingExample> examples, Predicate<TrainingExample> wanted, int cap) {
        Map<String, List<TrainingExample>> byShopper = examples.stream()
                .collect(Collectors.groupingBy(e -> e.features().userId()));
        return byShopper.values().stream()
                .flatMap(own -> select(own, wanted, cap).stream())
                .sorted(BY_TIME)
                .toList();
    }

    private static long hash(FeatureVector features) {
        long mixed = features.userId().hashCode() * StableHash.GOLDEN ^ features.asOfMillis();
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
