package io.leeway.scoring;

import io.leeway.model.ModelException;
import io.leeway.model.ModelSignature;
import io.leeway.model.Predictor;
import io.leeway.model.TensorColumn;
import io.leeway.model.TensorSpec;
import io.leeway.model.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Rows of numbers for a signature of one float32 input and one float32 output. Not thread-safe. */
final class NumberBundle implements Bundle<float[]> {
    private final Predictor model;
    private final ModelSignature signature;
    private final TensorSpec output;
    private final int width;
    private final float[] values;
    private final Map<String, TensorColumn> columns;
    private float[] answers = {};
    private int count;

    /** @param capacity rows that are added at most before they are answered */
    NumberBundle(Predictor model, ModelSignature signature, int capacity) {
        if (signature.inputs().size() != 1
                || signature.outputs().size() != 1
                || signature.inputs().get(0).type() != TensorType.FLOAT32
                || signature.outputs().get(0).type() != TensorType.FLOAT32) {
            throw ModelException.of(
                    "Signature " + signature.name(),
                    "one float32 input and one float32 output",
                    signature.inputs() + " and " + signature.outputs(),
                    "name another signature or model");
        }
        this.model = model;
        this.signature = signature;
        this.output = signature.outputs().get(0);
        TensorSpec spec = signature.inputs().get(0);
        List<Long> dimensions = spec.shape();
        // The last of any size is the first: the batch, and no other.
        if (dimensions == null || dimensions.lastIndexOf(TensorSpec.ANY) != 0) {
            throw ModelException.of(
                    "Input " + spec.name() + " of the signature " + signature.name(),
                    "a batch of any size, of rows of a known shape",
                    spec.describe(),
                    "name another signature or model");
        }
        List<Integer> shape = new ArrayList<>();
        for (long size : dimensions.subList(1, dimensions.size())) {
            shape.add(Math.toIntExact(size));
        }
        this.width = shape.stream().reduce(1, Math::multiplyExact);
        this.values = new float[capacity * width];
        this.columns = Map.of(spec.name(), new TensorColumn(values, shape));
    }

    void add(float[] row) {
        if (row.length != width) {
            throw new IllegalArgumentException("Expected rows of " + width + " numbers for the signature "
                    + signature.name() + ", found one of " + row.length);
        }
        System.arraycopy(row, 0, values, count * width, width);
        count++;
    }

    @Override
    public int rows() {
        return count;
    }

    @Override
    public void call() {
        answers = TensorColumn.floats(model.predict(signature.name(), columns, count), output.name());
    }

    @Override
    public void answer(long nowMillis, Consumer<float[]> out) {
        int each = answers.length / count;
        for (int row = 0; row < count; row++) {
            out.accept(Arrays.copyOfRange(answers, row * each, (row + 1) * each));
        }
    }

    @Override
    public void abandon() {
        throw new IllegalStateException("Expected the model's answer, found a call that does not end");
    }

    @Override
    public void clear() {
        count = 0;
    }
}
