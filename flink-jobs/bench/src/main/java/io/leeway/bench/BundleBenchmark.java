package io.leeway.bench;

import io.leeway.bench.job.TimedJob;
import io.leeway.bench.measure.BenchmarkResult;
import io.leeway.bench.measure.BenchmarkRig;
import io.leeway.bench.measure.BenchmarkRounds;
import io.leeway.model.FeatureColumns;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelLocation;
import io.leeway.model.ModelManifest;
import io.leeway.model.ModelRepository;
import io.leeway.model.ModelSignature;
import io.leeway.model.SavedModel;
import io.leeway.model.TensorColumn;
import io.leeway.model.TensorSpec;
import io.leeway.records.FeatureVector;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseFeed;
import io.leeway.scoring.BundleOptions;
import io.leeway.scoring.Predictions;
import io.leeway.scoring.Scoring;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The bundle operator over the limit (the same SavedModel in a tight loop at the same bundle size)
 * and over one call a row in a map function. All three take turns.
 *
 * <p>A job is source → operator → discarding sink, one task of each; rows are requests that
 * shoppers made, for a foreign model random numbers.
 */
final class BundleBenchmark implements Benchmark {
    static final String OVER_RAW = "bundle-over-raw";
    static final String OVER_PER_ROW = "bundle-over-per-row";

    private static final int TURN_MILLIS = 1_500;
    private static final int WARM_UPS = 3;
    private static final long WARM_UP_ROWS = 150_000;
    private static final Duration LINGER = Duration.ofMillis(50);
    private static final TypeInformation<float[]> NUMBERS = PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO;

    /** A model, the rows that it gets, and how each of the three calls it. */
    private record Subject<T>(
            String name,
            T[] rows,
            TypeInformation<T> type,
            RawCalls raw,
            BiFunction<DataStream<T>, BundleOptions, DataStream<?>> operator,
            CallPerRow<T> perRow) {

        double bundled(int bundle, long count) throws Exception {
            BundleOptions options = new BundleOptions(bundle, LINGER);
            return TimedJob.turn("bundles of " + name, rows, type, count, stream -> operator.apply(stream, options));
        }

        double perRow(long count) throws Exception {
            return TimedJob.turn("rows of " + name, rows, type, count, stream -> stream.map(perRow)
                    .returns(NUMBERS));
        }
    }

    private interface RawCalls {
        RawLoop of(int bundle) throws Exception;
    }

    @Override
    public List<String> names() {
        return List.of(OVER_RAW, OVER_PER_ROW);
    }

    @Override
    public int steps(BenchmarkRig rig) {
        return BenchmarkRounds.turns(3, rig.warmUps(), rig.rounds())
                * (rig.foreignModel().isPresent() ? 6 : 3);
    }

    @Override
    public List<BenchmarkResult> run(BenchmarkRig rig, Runnable step) throws Exception {
        List<BenchmarkResult> results = new ArrayList<>();
        Subject<?> churn = task(rig, "churn", rig.models(), Task.CHURN);
        // A JVM's first jobs are interpreted, and compiled in the midst of the next: they do not
        // count.
        for (int i = 0; i < WARM_UPS * rig.warmUps(); i++) {
            churn.bundled(128, rig.sized(WARM_UP_ROWS));
        }
        measure(churn, 128, rig, step, results);
        measure(task(rig, "interest", rig.models(), Task.INTEREST), 128, rig, step, results);
        measure(task(rig, "mlp", rig.denseModels(), Task.CHURN), 128, rig, step, results);
        if (rig.foreignModel().isPresent()) {
            Subject<?> ffnn = foreign(rig.foreignModel().get());
            for (int bundle : new int[] {32, 128, 512}) {
                measure(ffnn, bundle, rig, step, results);
            }
        }
        return results;
    }

    private static void measure(
            Subject<?> subject, int bundle, BenchmarkRig rig, Runnable step, List<BenchmarkResult> results)
            throws Exception {
        long turnNanos = rig.sized(TURN_MILLIS) * 1_000_000L;
        try (RawLoop raw = subject.raw().of(bundle)) {
            long[] bundledRows = {0};
            long[] singleRows = {0};
            BenchmarkRounds rounds = new BenchmarkRounds()
                    .with("raw", () -> {
                        double speed = raw.run(turnNanos, System::nanoTime);
                        if (bundledRows[0] == 0) {
                            // The warm-up's turn: how many rows make a turn of a job.
                            bundledRows[0] = (long) (speed * turnNanos / 1e9);
                            singleRows[0] = Math.max(1_000, bundledRows[0] / 20);
                        }
                        return speed;
                    })
                    .with("bundled", () -> subject.bundled(bundle, bundledRows[0]))
                    .with("single", () -> subject.perRow(singleRows[0]))
                    .run(rig.warmUps(), rig.rounds(), step);
            Map<String, Object> figures = Map.of(
                    "rawRowsPerSecond", rounds.rounded("raw"),
                    "bundleRowsPerSecond", rounds.rounded("bundled"),
                    "perRowRowsPerSecond", rounds.rounded("single"));
            results.add(
                    BenchmarkResult.ratio(OVER_RAW, subject.name(), bundle, rounds.ratio("bundled", "raw"), figures));
            results.add(BenchmarkResult.ratio(
                    OVER_PER_ROW, subject.name(), bundle, rounds.ratio("bundled", "single"), figures));
        }
    }

    private static Subject<FeatureVector> task(BenchmarkRig rig, String name, Path models, Task task) throws Exception {
        FeatureVector[] rows = rig.vectors(task).toArray(FeatureVector[]::new);
        ModelRelease release = BenchmarkRig.release(models, task);
        ModelLocation location = new ModelRepository(models).latest(task.id());
        return new Subject<>(
                name,
                rows,
                TypeInformation.of(FeatureVector.class),
                bundle -> {
                    ModelManifest manifest;
                    try (SavedModel model = SavedModel.load(location, LoadOptions.released())) {
                        manifest = model.manifest().orElseThrow();
                    }
                    List<Map<String, TensorColumn>> bundles = new ArrayList<>();
                    for (int from = 0; from + bundle <= rows.length; from += bundle) {
                        FeatureColumns columns = new FeatureColumns(task, manifest, bundle);
                        for (FeatureVector row : Arrays.asList(rows).subList(from, from + bundle)) {
                            columns.add(row.dictionary(), row.ids(), row.numbers());
                        }
                        bundles.add(columns.inputs());
                    }
                    return new RawLoop(location.directory(), manifest.signature(), bundles, bundle);
                },
                (vectors, options) -> scores(task, vectors, release, options),
                new CallPerRow.OfVectors(location.directory(), task));
    }

    /** The bundle operator of a scoring job by itself. */
    static DataStream<ScoreUpdate> scores(
            Task task, DataStream<FeatureVector> vectors, ModelRelease release, BundleOptions options) {
        return Scoring.of(
                task,
                vectors,
                List.of(release),
                ReleaseFeed.none(),
                ProfileSettings.DEFAULTS.featureSettings(),
                options);
    }

    private static Subject<float[]> foreign(Path directory) {
        ModelSignature signature;
        try (SavedModel model = SavedModel.load(directory, LoadOptions.anyModel())) {
            signature = model.signature("serving_default");
        }
        TensorSpec input = signature.inputs().get(0);
        List<Integer> shape = rowShape(input);
        int width = shape.stream().reduce(1, Math::multiplyExact);
        float[][] rows = new float[256][width];
        Random random = new Random(7);
        for (float[] row : rows) {
            for (int i = 0; i < width; i++) {
                row[i] = random.nextFloat();
            }
        }
        Path absolute = directory.toAbsolutePath().normalize();
        return new Subject<>(
                absolute.getName(Math.max(0, absolute.getNameCount() - 2)).toString(),
                rows,
                NUMBERS,
                bundle -> {
                    float[] values = new float[bundle * width];
                    for (int i = 0; i < bundle; i++) {
                        System.arraycopy(rows[i % rows.length], 0, values, i * width, width);
                    }
                    Map<String, TensorColumn> columns = Map.of(input.name(), new TensorColumn(values, shape));
                    return new RawLoop(directory, signature.name(), List.of(columns), bundle);
                },
                (stream, options) -> Predictions.of(stream, directory, signature.name(), options),
                new CallPerRow.OfNumbers(directory, signature.name()));
    }

    /** An input's shape without its first dimension, the rows. */
    static List<Integer> rowShape(TensorSpec input) {
        List<Long> shape = Objects.requireNonNull(input.shape());
        return shape.subList(1, shape.size()).stream().map(Math::toIntExact).toList();
    }
}
