package io.leeway.bench;

import io.leeway.model.FeatureColumns;
import io.leeway.model.Lease;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelManifest;
import io.leeway.model.SavedModel;
import io.leeway.model.SharedModels;
import io.leeway.model.TensorColumn;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.Task;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** What one writes first: a map function that calls the model for every row. */
final class CallPerVector extends RichMapFunction<FeatureVector, float[]> {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final Task task;
    private transient Lease<SavedModel> lease;
    private transient ModelManifest manifest;
    private transient FeatureColumns columns;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    CallPerVector(String directory, Task task) {
        this.directory = directory;
        this.task = task;
    }

    @Override
    public void open(OpenContext context) {
        lease = SharedModels.acquire(Path.of(directory), LoadOptions.released());
        manifest = lease.value().manifest().orElseThrow();
        columns = new FeatureColumns(task, manifest, 1);
    }

    @Override
    public float[] map(FeatureVector vector) throws Exception {
        columns.clear();
        columns.add(vector.dictionary(), vector.ids(), vector.numbers());
        Map<String, TensorColumn> answers = lease.value().predict(manifest.signature(), columns.inputs(), 1);
        return TensorColumn.floats(answers, manifest.output());
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
    }
}
