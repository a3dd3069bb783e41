package io.leeway.decisions.advertising;

import io.leeway.model.LoadOptions;
import io.leeway.model.ModelException;
import io.leeway.model.ModelManifest;
import io.leeway.model.SavedModel;
import io.leeway.model.SharedModels;
import io.leeway.model.TensorColumn;
import io.leeway.model.lease.Lease;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An advertising model of the shared runtime: one instance a process, however many operators ask.
 * Not thread-safe; close it.
 *
 * <p>Answers are rounded to six digits behind the point: TensorFlow's own move by an ulp from
 * machine to machine, and a decision must not.
 */
public final class ModelPredictor implements AdPredictor, AutoCloseable {
    /** The task of the manifest. */
    public static final String TASK = "advertising";

    private static final double DIGITS = 1e6;

    private final Lease<SavedModel> lease;
    private final ModelManifest manifest;

    /**
     * Loads a model or shares one that is loaded.
     *
     * @throws ModelException where the directory has none, or one of another task
     */
    public ModelPredictor(Path directory) {
        lease = SharedModels.acquire(directory, LoadOptions.released());
        manifest = lease.value().manifest().orElseThrow();
        if (!manifest.task().equals(TASK)) {
            lease.close();
            throw new ModelException("Model " + directory + ": expected a model for the task " + TASK
                    + ", found one for " + manifest.task() + "; choose another model");
        }
    }

    @Override
    public String model() {
        return manifest.name();
    }

    @Override
    public long version() {
        return manifest.version();
    }

    @Override
    public List<String> vocabulary() {
        return manifest.vocabulary();
    }

    @Override
    public List<Prediction> predict(List<AdFeatures> rows) {
        Map<String, TensorColumn> answers = lease.value().predict(manifest.signature(), columns(rows), rows.size());
        float[] click = TensorColumn.floats(answers, "ctr");
        float[] conversion = TensorColumn.floats(answers, "cvr");
        List<Prediction> predictions = new ArrayList<>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            predictions.add(new Prediction(rounded(click[row]), rounded(conversion[row])));
        }
        return predictions;
    }

    private static double rounded(float value) {
        return Math.round(value * DIGITS) / DIGITS;
    }

    /** Columns by the signature's names. */
    public static Map<String, TensorColumn> columns(List<AdFeatures> rows) {
        int[] history = new int[rows.size() * AdFeatures.SLOTS];
        float[] weights = new float[rows.size() * AdFeatures.SLOTS];
        int[] ad = new int[rows.size()];
        float[] context = new float[rows.size() * AdFeatures.CONTEXT];
        for (int row = 0; row < rows.size(); row++) {
            AdFeatures features = rows.get(row);
            System.arraycopy(features.history(), 0, history, row * AdFeatures.SLOTS, AdFeatures.SLOTS);
            System.arraycopy(features.weights(), 0, weights, row * AdFeatures.SLOTS, AdFeatures.SLOTS);
            ad[row] = features.ad();
            System.arraycopy(features.context(), 0, context, row * AdFeatures.CONTEXT, AdFeatures.CONTEXT);
        }
        Map<String, TensorColumn> columns = new LinkedHashMap<>();
        columns.put("history", new TensorColumn(history, List.of(AdFeatures.SLOTS)));
        columns.put("weights", new TensorColumn(weights, List.of(AdFeatures.SLOTS)));
        columns.put("ad", new TensorColumn(ad, List.of()));
        columns.put("context", new TensorColumn(context, List.of(AdFeatures.CONTEXT)));
        return columns;
    }

    @Override
    public void close() {
        lease.close();
    }
}
