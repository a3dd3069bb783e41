package io.leeway.functions;

import io.leeway.functions.provider.CallSettings;
import io.leeway.functions.provider.ModelAddress;
import io.leeway.functions.provider.OpenModel;
import io.leeway.model.FeatureColumns;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelException;
import io.leeway.model.ModelManifest;
import io.leeway.model.RowRejected;
import io.leeway.model.SavedModel;
import io.leeway.model.TensorColumn;
import io.leeway.model.answers.Explanations;
import io.leeway.model.lease.Lease;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import java.util.List;

/** A model that answers a task, a row at a time. The caller closes it; not thread-safe. */
final class TaskModel implements AutoCloseable {
    private final Lease<SavedModel> open;
    private final ModelManifest manifest;
    private final FeatureColumns columns;
    private final Task task;

    private TaskModel(Lease<SavedModel> open, ModelManifest manifest, Task task) {
        this.open = open;
        this.manifest = manifest;
        this.task = task;
        this.columns = new FeatureColumns(task, manifest, 1);
    }

    /** Loads a model; refuses one that does not fit the features. */
    static TaskModel open(Task task, ModelAddress address) {
        Lease<SavedModel> open = OpenModel.open(address, CallSettings.DEFAULTS);
        try {
            open.value().requireFit(LoadOptions.serving(task, ProfileSettings.DEFAULTS.featureSettings()));
            ModelManifest manifest = open.value()
                    .manifest()
                    .orElseThrow(() -> ModelException.of(
                            "Model " + address.folder(), "a manifest", "none", "name a model of leeway train"));
            return new TaskModel(open, manifest, task);
        } catch (RuntimeException refused) {
            open.close();
            throw refused;
        }
    }

    ModelManifest manifest() {
        return manifest;
    }

    float[] answer(FeatureValues values) throws RowRejected {
        fill(values);
        return TensorColumn.floats(open.value().predict(manifest.signature(), columns.inputs(), 1), manifest.output());
    }

    Explanations explanations() {
        return Explanations.of(open.value(), task, manifest)
                .orElseThrow(() -> ModelException.of(
                        "Model " + open.value().location(),
                        "the signature " + Explanations.SIGNATURE,
                        "none",
                        "train it with leeway train, which exports one"));
    }

    List<Reason> reasons(Explanations explanations, FeatureValues values, int most) throws RowRejected {
        fill(values);
        return explanations
                .churnReasons(open.value(), columns.inputs(), List.of(values.numbers()), most)
                .get(0);
    }

    private void fill(FeatureValues values) throws RowRejected {
        columns.clear();
        columns.add(values.dictionary(), values.ids(), values.numbers());
    }

    @Override
    public void close() {
        open.close();
    }
}
