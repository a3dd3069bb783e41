package io.leeway.bench;

import io.leeway.model.Lease;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelSignature;
import io.leeway.model.SavedModel;
import io.leeway.model.SharedModels;
import io.leeway.model.TensorColumn;
import io.leeway.model.TensorSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/**
 * The same as {@link CallPerVector} of a foreign model with one float32 input and one float32
 * output.
 */
final class CallPerRow extends RichMapFunction<float[], float[]> {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final String signatureName;
    private transient Lease<SavedModel> lease;
    private transient ModelSignature signature;
    private transient List<Integer> shape;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    CallPerRow(String directory, String signatureName) {
        this.directory = directory;
        this.signatureName = signatureName;
    }

    @Override
    public void open(OpenContext context) {
        lease = SharedModels.acquire(Path.of(directory), LoadOptions.anyModel());
        signature = lease.value().signature(signatureName);
        shape = new ArrayList<>();
        TensorSpec input = signature.inputs().get(0);
        List<Long> dimensions = Objects.requireNonNull(input.shape());
        dimensions.subList(1, dimensions.size()).forEach(size -> shape.add(Math.toIntExact(size)));
    }

    @Override
    public float[] map(float[] row) {
        Map<String, TensorColumn> inputs = Map.of(signature.inputs().get(0).name(), new TensorColumn(row, shape));
        Map<String, TensorColumn> answers = lease.value().predict(signatureName, inputs, 1);
        return TensorColumn.floats(answers, signature.outputs().get(0).name());
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
    }
}
