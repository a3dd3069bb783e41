package io.leeway.scoring;

import io.leeway.model.Column;
import io.leeway.model.FeatureColumns;
import io.leeway.model.InferenceMetrics;
import io.leeway.model.LoadOptions;
import io.leeway.model.MeteredPredictor;
import io.leeway.model.ModelManifest;
import io.leeway.model.ModelRepository;
import io.leeway.model.Predictor;
import io.leeway.model.RowRejected;
import io.leeway.model.SharedModels;
import io.leeway.records.FeatureVector;
import io.leeway.records.ModelRelease;
import io.leeway.records.Score;
import io.leeway.shopper.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One release of a model at work: it collects the rows of a bundle and answers them in one call.
 *
 * <p>Holds a lease of the process's model; whoever opens it closes it. Not thread-safe.
 */
final class ReleaseScorer implements Bundle<Score>, AutoCloseable {
    private final ModelRelease release;
    private final SharedModels.Lease lease;
    private final Predictor predictor;
    private final ModelManifest manifest;
    private final FeatureColumns columns;
    private final AnswerReader answers;
    private final ScoreIdentity identity = new ScoreIdentity();
    private final List<FeatureVector> rows = new ArrayList<>();

    private ReleaseScorer(
            ModelRelease release,
            SharedModels.Lease lease,
            Task task,
            BundleOptions options,
            InferenceMetrics metrics) {
        this.release = release;
        this.lease = lease;
        this.predictor = new MeteredPredictor(options.calls().of(lease.model()), metrics, System::nanoTime);
        this.manifest = lease.model()
                .manifest()
                .orElseThrow(() -> new IllegalStateException("Expected a manifest; loading a release requires one"));
        this.columns = new FeatureColumns(task, manifest, options.rows());
        this.answers = new AnswerReader(task, manifest);
    }

    /**
     * Loads and verifies the model of a release.
     *
     * @throws io.leeway.model.ModelException when there is none, it is not the one that was released, or does not fit the task
     */
    static ReleaseScorer open(
            ModelRelease release,
            Task task,
            Map<String, Long> profile,
            BundleOptions options,
            InferenceMetrics metrics) {
        LoadOptions load = LoadOptions.serving(task, profile)
                .withDigest(release.digest().isEmpty() ? null : release.digest())
                .withThreads(options.threads(), 1);
        SharedModels.Lease lease = SharedModels.acquire(
                new ModelRepository(Path.of(release.location())).version(release.model(), release.version()), load);
        return new ReleaseScorer(release, lease, task, options, metrics);
    }

    ModelRelease release() {
        return release;
    }

    void add(FeatureVector vector) throws RowRejected {
        columns.add(vector.dictionary(), vector.ids(), vector.numbers());
        rows.add(vector);
    }

    @Override
    public int rows() {
        return rows.size();
    }

    @Override
    public void answer(LongSupplier clock, Consumer<Score> out) {
        int size = rows.size();
        Map<String, Column> answer = predictor.predict(manifest.signature(), columns.inputs(), size);
        if (!(answer.get(manifest.output()) instanceof Column.FloatColumn output)) {
            throw new IllegalStateException(
                    "Expected a float32 output " + manifest.output() + "; loading checked that");
        }
        float[] values = output.values();
        long now = clock.getAsLong();
        for (int row = 0; row < size; row++) {
            FeatureVector vector = rows.get(row);
            long scoringMillis = vector.duePassedMillis() == 0 ? -1 : Math.max(0, now - vector.duePassedMillis());
            AnswerReader.Answer read = answers.read(values, row, vector);
            out.accept(new Score(
                    identity.id(vector, release),
                    vector.userId(),
                    vector.asOfMillis(),
                    vector.triggers(),
                    release.model(),
                    release.version(),
                    lease.model().digest(),
                    ScoreIdentity.features(vector),
                    vector.backfill(),
                    vector.task(),
                    read.value(),
                    read.from(),
                    read.fromChanges(),
                    read.to(),
                    read.toChanges(),
                    read.next(),
                    read.nextProbabilities(),
                    now,
                    scoringMillis,
                    vector.appendedAtMillis(),
                    size));
        }
        rows.clear();
        columns.clear();
    }

    @Override
    public void close() {
        lease.close();
    }
}
