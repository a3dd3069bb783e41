package io.leeway.bench;

import io.leeway.model.FeatureColumns;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelManifest;
import io.leeway.model.ModelSignature;
import io.leeway.model.SavedModel;
import io.leeway.model.SharedModels;
import io.leeway.model.TensorColumn;
import io.leeway.model.TensorSpec;
import io.leeway.model.lease.Lease;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.Task;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** What one writes first: a map function that calls the model for every row. */
abstract class CallPerRow<T> extends RichMapFunction<T, float[]> {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private transient Lease<SavedModel> lease;

    @SuppressWarnings("NullAway.Init") // Both are set by prepare().
    private transient String signature;

    @SuppressWarnings("NullAway.Init")
    private transient String output;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    private CallPerRow(Path directory) {
        this.directory = directory.toAbsolutePath().toString();
    }

    abstract LoadOptions options();

    /** Sets {@link #call} by what the model says of itself. */
    abstract void prepare(SavedModel model);

    abstract Map<String, TensorColumn> inputs(T row) throws Exception;

    final void call(String signatureName, String outputName) {
        signature = signatureName;
        output = outputName;
    }

    @Override
    public void open(OpenContext context) {
        lease = SharedModels.acquire(Path.of(directory), options());
        prepare(lease.value());
    }

    @Override
    public float[] map(T row) throws Exception {
        return TensorColumn.floats(lease.value().predict(signature, inputs(row), 1), output);
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
    }

    static final class OfVectors extends CallPerRow<FeatureVector> {
        private static final long serialVersionUID = 1L;

        private final Task task;
        private transient FeatureColumns columns;

        @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
        OfVectors(Path directory, Task task) {
            super(directory);
            this.task = task;
        }

        @Override
        LoadOptions options() {
            return LoadOptions.released();
        }

        @Override
        void prepare(SavedModel model) {
            ModelManifest manifest = model.manifest().orElseThrow();
            call(manifest.signature(), manifest.output());
            columns = new FeatureColumns(task, manifest, 1);
        }

        @Override
        Map<String, TensorColumn> inputs(FeatureVector vector) throws Exception {
            columns.clear();
            columns.add(vector.dictionary(), vector.ids(), vector.numbers());
            return columns.inputs();
        }
    }

    /** Numbers to a foreign model with one float32 input and one float32 output. */
    static final class OfNumbers extends CallPerRow<float[]> {
        private static final long serialVersionUID = 1L;

        private final String signatureName;
        private transient TensorSpec input;

        @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
        OfNumbers(Path directory, String signatureName) {
            super(directory);
            this.signatureName = signatureName;
        }

        @Override
        LoadOptions options() {
            return LoadOptions.anyModel();
        }

        @Override
        void prepare(SavedModel model) {
            ModelSignature signature = model.signature(signatureName);
            call(signatureName, signature.outputs().get(0).name());
            input = signature.inputs().get(0);
        }

        @Override
        Map<String, TensorColumn> inputs(float[] row) {
            return Map.of(input.name(), new TensorColumn(row, BundleBenchmark.rowShape(input)));
        }
    }
}
