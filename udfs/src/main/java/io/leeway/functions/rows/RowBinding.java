package io.leeway.functions.rows;

import io.leeway.model.ModelManifest;
import io.leeway.model.ModelSignature;
import io.leeway.model.TensorColumn;
import io.leeway.model.TensorSpec;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/**
 * How the rows of a statement become the tensors of a signature, and its answers rows.
 *
 * <p>To call a model out of SQL:
 *
 * <pre>{@code
 * RowType out = RowBinding.outputsOf(signature); // where the statement declares none
 * RowBinding binding = RowBinding.of("TF_PREDICT", signature, manifest, in, out, false);
 * RowBundle bundle = binding.bundle(in, capacity); // per thread
 * bundle.add(row); // RowRejected: the row is left out
 * var answered = model.predict(signature.name(), bundle.inputs(), bundle.rows());
 * RowData answer = binding.answers(answered).row(0);
 * bundle.clear();
 * }</pre>
 *
 * <p>A column fills the input of its own name; a field of a ROW the input of its own name, or,
 * where that is no input or two fields have it, of the names on the way to it joined by {@code _}
 * or {@code .}. Every input needs a column, every column an input; outputs may be left out. A
 * STRING (array) on an int32 input that the manifest says is a category goes through the manifest's
 * vocabulary: null is 0, padding, a name outside it 1. Types are {@link TypeFit}'s. Immutable;
 * thread-safe.
 */
public final class RowBinding {
    /** The output column that no model fills: it says which version did. */
    static final String VERSION_COLUMN = "model_version";

    private final RowType inputRow;
    private final List<BoundInput> inputs;
    private final List<String> vocabulary;
    private final OutputRow output;

    /** A leaf and the tensor that it fills; a category is one of the manifest's vocabulary. */
    record BoundInput(LeafColumn leaf, TensorSpec tensor, RowShape shape, boolean category) {}

    private RowBinding(RowType inputRow, List<BoundInput> inputs, List<String> vocabulary, OutputRow output) {
        this.inputRow = inputRow;
        this.inputs = List.copyOf(inputs);
        this.vocabulary = vocabulary;
        this.output = output;
    }

    /** Binds columns to tensors by name; no column says which version answered. */
    public static RowBinding of(
            String subject,
            ModelSignature signature,
            Optional<ModelManifest> manifest,
            RowType inputRow,
            RowType outputRow,
            boolean status) {
        return of(subject, signature, manifest, inputRow, outputRow, status, OptionalLong.empty());
    }

    /**
     * Binds columns to tensors by name.
     *
     * @param subject what begins the error
     * @param status whether the column {@code status} is no output, but says why a row was not
     *     answered
     * @param version fills an output column {@code model_version BIGINT}, where the signature has
     *     no such output
     * @throws ValidationException that prints both side by side, when a column, a tensor or a type
     *     does not fit
     */
    public static RowBinding of(
            String subject,
            ModelSignature signature,
            Optional<ModelManifest> manifest,
            RowType inputRow,
            RowType outputRow,
            boolean status,
            OptionalLong version) {
        FitTable table = new FitTable();
        Set<String> categories = manifest.map(RowBinding::categories).orElse(Set.of());
        List<BoundInput> inputs = new ArrayList<>();
        Map<LeafColumn, TensorSpec> fed = named(LeafColumn.of(inputRow), signature.inputs());
        for (LeafColumn leaf : LeafColumn.of(inputRow)) {
            TensorSpec tensor = fed.get(leaf);
            if (tensor == null) {
                table.add("INPUT", leaf.column(), text(leaf.type()), "-", "-", "no such input: leave it out");
                continue;
            }
            boolean category = categories.contains(tensor.name());
            String fault = TypeFit.input(leaf.type(), tensor, category);
            table.add("INPUT", leaf.column(), text(leaf.type()), tensor.name(), tensor.describe(), fault);
            boolean translated = category && fault.isEmpty() && TypeFit.isText(leaf.type());
            inputs.add(new BoundInput(leaf, tensor, RowShape.of(tensor), translated));
        }
        for (TensorSpec tensor : signature.inputs()) {
            if (!fed.containsValue(tensor)) {
                String type = text(TypeFit.natural(tensor, categories.contains(tensor.name())));
                table.add(
                        "INPUT",
                        "-",
                        "-",
                        tensor.name(),
                        tensor.describe(),
                        "no column: add " + tensor.name() + " " + type);
            }
        }
        List<LeafColumn> asked = new ArrayList<>(LeafColumn.of(outputRow));
        boolean declared = asked.removeIf(leaf -> status && leaf.column().equals(OnError.STATUS_COLUMN));
        if (status && !declared) {
            table.add("OUTPUT", "-", "-", "-", "-", "'on-error' = 'status' needs a column: add status STRING");
        }
        Map<LeafColumn, Object> constants = new HashMap<>();
        asked.stream()
                .filter(leaf -> version.isPresent() && isVersion(leaf, signature))
                .forEach(leaf -> constants.put(leaf, version.getAsLong()));
        asked.removeAll(constants.keySet());
        Map<LeafColumn, TensorSpec> fetched = named(asked, signature.outputs());
        for (LeafColumn leaf : asked) {
            TensorSpec tensor = fetched.get(leaf);
            if (tensor == null) {
                String advice = leaf.column().equals(OnError.STATUS_COLUMN) ? ", or set 'on-error' = 'status'" : "";
                table.add(
                        "OUTPUT", leaf.column(), text(leaf.type()), "-", "-", "no such output: leave it out" + advice);
            } else {
                String fault = TypeFit.output(leaf.type(), tensor);
                table.add("OUTPUT", leaf.column(), text(leaf.type()), tensor.name(), tensor.describe(), fault);
            }
        }
        for (TensorSpec tensor : signature.outputs()) {
            if (!fetched.containsValue(tensor)) {
                table.note("OUTPUT", "-", "-", tensor.name(), tensor.describe(), "not asked for");
            }
        }
        if (table.refused()) {
            throw new ValidationException(
                    subject + ": expected columns that fit the signature " + signature.name() + ", found\n"
                            + table.print() + "Change the columns as the verdicts say, or name another signature.");
        }
        return new RowBinding(
                inputRow,
                inputs,
                manifest.map(ModelManifest::vocabulary).orElse(List.of()),
                OutputRow.of(outputRow, fetched, constants));
    }

    private static boolean isVersion(LeafColumn leaf, ModelSignature signature) {
        return leaf.column().equals(VERSION_COLUMN)
                && leaf.type().is(LogicalTypeRoot.BIGINT)
                && signature.output(VERSION_COLUMN) == null;
    }

    /** A row of all outputs that can be fetched, each of its nearest type, nullable. */
    public static RowType outputsOf(ModelSignature signature) {
        return RowType.of(
                signature.outputs().stream()
                        .map(tensor -> TypeFit.natural(tensor, false))
                        .toArray(LogicalType[]::new),
                signature.outputs().stream().map(TensorSpec::name).toArray(String[]::new));
    }

    /** Whether two rows may need calls of their own, because an input's rows differ in shape. */
    public boolean shapesVary() {
        return inputs.stream().anyMatch(input -> input.shape().varies());
    }

    /** How many rows a call may have, where the model was exported for one row at a time: 1. */
    public int mostRows() {
        return inputs.stream().anyMatch(input -> isOne(input.tensor())) ? 1 : Integer.MAX_VALUE;
    }

    /**
     * An empty bundle.
     *
     * @param read the types of the rows that will be added, which may be narrower than those that
     *     were bound
     * @param capacity rows to reserve
     */
    public RowBundle bundle(RowType read, int capacity) {
        return new RowBundle(
                inputs.stream().map(input -> input.tensor().name()).toList(),
                inputs.stream()
                        .<ColumnBuffer<?>>map(input -> ColumnBuffer.of(input, read, vocabulary))
                        .toList(),
                capacity);
    }

    /** An empty bundle for rows of exactly the types that were bound. */
    public RowBundle bundle(int capacity) {
        return bundle(inputRow, capacity);
    }

    public RowAnswers answers(Map<String, TensorColumn> answered) {
        return new RowAnswers(output, answered);
    }

    private static boolean isOne(TensorSpec tensor) {
        List<Long> shape = tensor.shape();
        return shape != null && !shape.isEmpty() && shape.get(0) == 1;
    }

    /** Which tensor a leaf means; leaves that mean none are left out. */
    private static Map<LeafColumn, TensorSpec> named(List<LeafColumn> leaves, List<TensorSpec> tensors) {
        Map<String, TensorSpec> byName = new HashMap<>();
        tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
        Set<String> once = new HashSet<>();
        Set<String> twice = new HashSet<>();
        leaves.forEach(leaf -> (once.add(leaf.name()) ? once : twice).add(leaf.name()));
        Map<LeafColumn, TensorSpec> named = new LinkedHashMap<>();
        for (LeafColumn leaf : leaves) {
            List<String> candidates = new ArrayList<>();
            if (!twice.contains(leaf.name()) || leaf.names().size() == 1) {
                candidates.add(leaf.name());
            }
            candidates.add(String.join("_", leaf.names()));
            candidates.add(leaf.column());
            candidates.stream()
                    .map(byName::get)
                    .filter(tensor -> tensor != null && !named.containsValue(tensor))
                    .findFirst()
                    .ifPresent(tensor -> named.put(leaf, tensor));
        }
        return named;
    }

    private static Set<String> categories(ModelManifest manifest) {
        Set<String> features = new HashSet<>();
        Task.find(manifest.task()).ifPresent(task -> task.features().stream()
                .filter(feature -> feature.kind() == FeatureSpec.Kind.CATEGORY)
                .forEach(feature -> features.add(feature.name())));
        Set<String> inputs = new HashSet<>();
        manifest.inputs().forEach((tensor, feature) -> {
            if (features.contains(feature)) {
                inputs.add(tensor);
            }
        });
        return inputs;
    }

    private static String text(LogicalType type) {
        return type.copy(true).asSummaryString();
    }
}
