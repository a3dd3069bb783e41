package io.leeway.model.check;

import static java.util.Objects.requireNonNull;

import io.leeway.model.ModelException;
import io.leeway.model.ModelSignature;
import io.leeway.model.Predictor;
import io.leeway.model.TensorColumn;
import io.leeway.model.TensorSpec;
import io.leeway.model.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A call of a signature with rows of zeros, to see whether it answers at all.
 *
 * @param signature the signature that was called
 * @param rows how many rows
 * @param outcome whether it answered
 * @param text what it answered, or why it did not, or was not asked; one line
 */
public record DryCall(String signature, int rows, Outcome outcome, String text) {
    public enum Outcome {
        ANSWERED,
        FAILED,
        /** Its inputs leave open what a row is. */
        NOT_ASKED
    }

    /** Calls are made with one row and with three. */
    static final List<Integer> ROWS = List.of(1, 3);

    private static final int SHOWN = 4;

    /** Calls a signature, unless its inputs leave open what a row is. */
    public static DryCall of(Predictor model, ModelSignature signature, int rows) {
        for (TensorSpec input : signature.inputs()) {
            String reason = unfeedable(input, rows);
            if (reason != null) {
                return new DryCall(
                        signature.name(), rows, Outcome.NOT_ASKED, "not asked: input " + input.name() + " " + reason);
            }
        }
        try {
            return new DryCall(
                    signature.name(),
                    rows,
                    Outcome.ANSWERED,
                    text(model.predict(signature.name(), zeros(signature, rows), rows)));
        } catch (ModelException failed) {
            // The report names the model beside it.
            String why = String.valueOf(failed.getMessage()).replaceFirst("^Model .*?: expected", "expected");
            return new DryCall(signature.name(), rows, Outcome.FAILED, "no answer: " + why);
        }
    }

    /** Rows of zeros of the signature's shape, for inputs that are not {@link #unfeedable}. */
    static Map<String, TensorColumn> zeros(ModelSignature signature, int rows) {
        Map<String, TensorColumn> columns = new LinkedHashMap<>();
        signature.inputs().forEach(input -> columns.put(input.name(), zeros(input, rows)));
        return columns;
    }

    /** Why rows cannot be made up for an input; null where they can. */
    private static @Nullable String unfeedable(TensorSpec input, int rows) {
        List<Long> shape = input.shape();
        if (input.type() == TensorType.OTHER) {
            return "is of a type that rows cannot have";
        }
        if (input.type() == TensorType.STRING) {
            return "of " + input.describe() + " leaves open what its strings hold";
        }
        if (shape == null || shape.stream().skip(1).anyMatch(size -> size == TensorSpec.ANY)) {
            return "of " + input.describe() + " leaves open how long a row is";
        }
        if (shape.isEmpty()) {
            return "is one value, not one a row";
        }
        long batch = shape.get(0);
        return batch == TensorSpec.ANY || batch == rows
                ? null
                : "of " + input.describe() + " takes no " + rows + " rows";
    }

    private static TensorColumn zeros(TensorSpec input, int rows) {
        List<Integer> shape = requireNonNull(input.shape()).stream()
                .skip(1)
                .map(Math::toIntExact)
                .toList();
        int values = Math.toIntExact(shape.stream().mapToLong(size -> size).reduce(rows, Math::multiplyExact));
        return TensorColumn.of(input.type(), new double[values], shape);
    }

    private static String text(Map<String, TensorColumn> answers) {
        return answers.entrySet().stream()
                .map(answer -> answer.getKey() + " = " + firstValues(answer.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String firstValues(TensorColumn column) {
        int shown = Math.min(SHOWN, column.width());
        String values =
                IntStream.range(0, shown).mapToObj(i -> value(column, i)).collect(Collectors.joining(" "));
        return column.width() > shown ? "[" + values + " …] (" + column.width() + " values)" : values;
    }

    private static String value(TensorColumn column, int i) {
        Object value = column.value(i);
        return value instanceof byte[] bytes ? bytes.length + " bytes" : value.toString();
    }
}
