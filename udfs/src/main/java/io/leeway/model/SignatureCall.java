package io.leeway.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.proto.SignatureDef;

/** A signature with its tensors looked up once, so that a call does not parse names. */
final class SignatureCall {
    private final ModelSignature signature;
    private final List<Output<?>> inputs = new ArrayList<>();
    private final List<Output<?>> outputs = new ArrayList<>();

    SignatureCall(ModelSignature signature, SignatureDef definition, Graph graph) {
        this.signature = signature;
        for (TensorSpec input : signature.inputs()) {
            inputs.add(graph.outputOrThrow(
                    definition.getInputsOrThrow(input.name()).getName()));
        }
        for (TensorSpec output : signature.outputs()) {
            outputs.add(graph.outputOrThrow(
                    definition.getOutputsOrThrow(output.name()).getName()));
        }
    }

    void requireFit(String location, Map<String, TensorColumn> columns, int rows) {
        if (columns.size() != signature.inputs().size() || rows < 1) {
            throw refused(
                    location,
                    "at least 1 row of the inputs "
                            + signature.inputs().stream().map(TensorSpec::name).toList(),
                    rows + " rows of " + new TreeSet<>(columns.keySet()));
        }
        for (TensorSpec spec : signature.inputs()) {
            TensorColumn column = columns.get(spec.name());
            if (column == null) {
                throw refused(location, "an input " + spec.name(), new TreeSet<>(columns.keySet()).toString());
            }
            List<Long> dimensions = new ArrayList<>(column.shape().size() + 1);
            dimensions.add((long) rows);
            column.shape().forEach(size -> dimensions.add((long) size));
            if (column.type() != spec.type() || !spec.accepts(dimensions)) {
                throw refused(
                        location,
                        "input " + spec.name() + " of " + spec.describe(),
                        TensorSpec.describe(column.type(), dimensions));
            }
            if (column.capacity() < (long) rows * column.width()) {
                throw refused(
                        location,
                        "input " + spec.name() + " with " + (long) rows * column.width() + " values for " + rows
                                + " rows",
                        column.capacity() + " values");
            }
        }
    }

    /** Adds every tensor to {@code fed} as soon as it exists, for the caller to close. */
    void feedAndFetch(Session.Runner runner, Map<String, TensorColumn> columns, int rows, List<Tensor> fed) {
        for (int i = 0; i < inputs.size(); i++) {
            TensorColumn column = columns.get(signature.inputs().get(i).name());
            if (column != null) {
                Tensor tensor = ColumnTensors.tensorOf(column, rows);
                fed.add(tensor);
                runner.feed(inputs.get(i), tensor);
            }
        }
        outputs.forEach(runner::fetch);
    }

    /** The answers, copied out of the tensors. */
    Map<String, TensorColumn> columns(Result result, String location, int rows) {
        Map<String, TensorColumn> columns = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            TensorSpec spec = signature.outputs().get(i);
            Tensor tensor = result.get(i);
            if (tensor.shape().numDimensions() == 0 || tensor.shape().get(0) != rows) {
                throw refused(
                        location, "output " + spec.name() + " with " + rows + " rows", "the shape " + tensor.shape());
            }
            columns.put(spec.name(), ColumnTensors.columnOf(tensor));
        }
        return columns;
    }

    private ModelException refused(String location, String expected, String found) {
        return ModelException.of(
                "Model " + location + ", signature " + signature.name(),
                expected,
                found,
                "feed what the signature says");
    }
}
