package io.leeway.bench;

import io.leeway.bench.measure.BenchmarkResult;
import io.leeway.bench.measure.BenchmarkRig;
import io.leeway.bench.measure.BenchmarkRounds;
import io.leeway.bench.measure.RoundSpread;
import io.leeway.model.FeatureColumns;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelManifest;
import io.leeway.model.ModelRepository;
import io.leeway.model.SavedModel;
import io.leeway.model.answers.Explanations;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.Task;
import io.leeway.shopper.reasons.ChurnReasons;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What reasons cost: a churn score with its reasons in words against the score alone, a thread
 * each, in bundles.
 */
final class ReasonsBenchmark implements Benchmark {
    private static final String NAME = "reasons-over-score";
    private static final int BUNDLE = 128;
    private static final int BUNDLES_SCORED = 200;
    private static final int BUNDLES_EXPLAINED = 10;

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public int steps(BenchmarkRig rig) {
        return 2 * BenchmarkRounds.turns(2, rig.warmUps(), rig.rounds());
    }

    @Override
    public List<BenchmarkResult> run(BenchmarkRig rig, Runnable step) throws Exception {
        List<FeatureVector> vectors = rig.vectors(Task.CHURN);
        List<BenchmarkResult> results = new ArrayList<>();
        results.add(result("gru", rig.models(), vectors, rig, step));
        results.add(result("dnn", rig.denseModels(), vectors, rig, step));
        return results;
    }

    private static BenchmarkResult result(
            String name, Path models, List<FeatureVector> vectors, BenchmarkRig rig, Runnable step) throws Exception {
        Path directory = new ModelRepository(models).latest(Task.CHURN.id()).directory();
        try (SavedModel model = SavedModel.load(directory, LoadOptions.released())) {
            ModelManifest manifest = model.manifest().orElseThrow();
            Explanations explanations =
                    Explanations.of(model, Task.CHURN, manifest).orElseThrow();
            FeatureColumns columns = new FeatureColumns(Task.CHURN, manifest, BUNDLE);
            BenchmarkRounds turns = new BenchmarkRounds()
                    .with(
                            "score",
                            () -> rowsPerSecond(rig.sized(BUNDLES_SCORED), bundle -> {
                                fill(columns, vectors, bundle);
                                model.predict(manifest.signature(), columns.inputs(), BUNDLE);
                            }))
                    .with(
                            "reasons",
                            () -> rowsPerSecond(rig.sized(BUNDLES_EXPLAINED), bundle -> {
                                fill(columns, vectors, bundle);
                                float[] attributions = explanations.attributions(model, columns.inputs(), BUNDLE);
                                int numbers = attributions.length / BUNDLE;
                                for (int row = 0; row < BUNDLE; row++) {
                                    ChurnReasons.of(
                                            of(vectors, bundle, row).numbers(),
                                            Arrays.copyOfRange(attributions, row * numbers, (row + 1) * numbers),
                                            3);
                                }
                            }))
                    .run(rig.warmUps(), rig.rounds(), step);
            return BenchmarkResult.ratio(
                    NAME,
                    name,
                    BUNDLE,
                    turns.ratio("score", "reasons"),
                    Map.of(
                            "scoreMicrosPerRow", micros(turns.speed("score")),
                            "reasonsMicrosPerRow", micros(turns.speed("reasons"))));
        }
    }

    @FunctionalInterface
    private interface Work {
        void on(int bundle) throws Exception;
    }

    private static double rowsPerSecond(int bundles, Work work) throws Exception {
        long start = System.nanoTime();
        for (int bundle = 0; bundle < bundles; bundle++) {
            work.on(bundle);
        }
        return bundles * BUNDLE * 1e9 / (System.nanoTime() - start);
    }

    private static void fill(FeatureColumns columns, List<FeatureVector> vectors, int bundle) throws Exception {
        columns.clear();
        for (int row = 0; row < BUNDLE; row++) {
            FeatureVector vector = of(vectors, bundle, row);
            columns.add(vector.dictionary(), vector.ids(), vector.numbers());
        }
    }

    private static FeatureVector of(List<FeatureVector> vectors, int bundle, int row) {
        return vectors.get((bundle * BUNDLE + row) % vectors.size());
    }

    private static double micros(RoundSpread rowsPerSecond) {
        return BenchmarkResult.round(1e6 / rowsPerSecond.middle());
    }
}
