package io.leeway.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A few rows with the answers that the model gave when it was released: {@code golden.json} beside
 * the model.
 *
 * <p>They warm the model up, and a model that answers otherwise here than there is refused. Values
 * are numbers, whatever the tensor's type (bool: 0 and 1); strings have no golden rows.
 *
 * @param signature the signature that is called
 * @param rows how many rows
 * @param inputs every input's values, row after row
 * @param outputs the expected values of the outputs that are compared
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GoldenRows(String signature, int rows, Map<String, double[]> inputs, Map<String, double[]> outputs) {
    public static final String FILE_NAME = "golden.json";
    /** How far an answer may be off: absolutely below 1, else relatively. */
    public static final double TOLERANCE = 1e-4;

    private static final String SUBJECT = "Golden rows";

    public GoldenRows {
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
    }

    /** Calls a model with a few rows and keeps its answers, as text. */
    public static GoldenRows record(Predictor model, String signature, Map<String, TensorColumn> inputs, int rows) {
        Map<String, double[]> fed = new LinkedHashMap<>();
        inputs.forEach((name, column) -> fed.put(name, numbers(column, rows)));
        Map<String, double[]> answers = new LinkedHashMap<>();
        model.predict(signature, inputs, rows).forEach((name, column) -> answers.put(name, numbers(column, rows)));
        return new GoldenRows(signature, rows, fed, answers);
    }

    /** Writes the rows beside a model; {@link ManifestFile#seal} it afterwards. */
    public void write(Path directory) {
        JsonFile.write(SUBJECT, directory.resolve(FILE_NAME), JsonFile.text(this));
    }

    static Optional<GoldenRows> find(ModelFiles files) {
        return JsonFile.find(
                SUBJECT + " " + files.location() + "/" + FILE_NAME,
                files.folder().resolve(FILE_NAME),
                json -> JsonFile.JSON.treeToValue(json, GoldenRows.class));
    }

    /** Has the model answer the rows and refuses other answers than those expected. */
    void check(SavedModel model) {
        String location = model.location();
        Map<String, TensorColumn> columns = new LinkedHashMap<>();
        for (TensorSpec input : model.signature(signature).inputs()) {
            double[] values = inputs.get(input.name());
            if (values != null) {
                columns.put(input.name(), TensorColumn.of(input.type(), values, shape(input, values.length / rows)));
            }
        }
        Map<String, TensorColumn> answers = model.predict(signature, columns, rows);
        outputs.forEach((name, expected) -> {
            TensorColumn answer = answers.get(name);
            if (answer == null) {
                throw refused(location, "an output " + name, answers.keySet().toString());
            }
            double[] found = numbers(answer, rows);
            if (found.length != expected.length) {
                throw refused(location, expected.length + " values of " + name, found.length + " values");
            }
            for (int i = 0; i < expected.length; i++) {
                // Not "greater than": NaN must be refused too.
                if (!(Math.abs(found[i] - expected[i]) <= TOLERANCE * Math.max(1, Math.abs(expected[i])))) {
                    throw refused(location, name + "[" + i + "] = " + expected[i], String.valueOf(found[i]));
                }
            }
        });
    }

    private static ModelException refused(String location, String expected, String found) {
        return ModelException.of(
                "Model " + location + ", golden rows",
                expected,
                found,
                "copy the released model again; if it is the same, this machine computes otherwise: don't serve it here");
    }

    /** The shape of a row, in which one dimension may be unknown and follows from the values. */
    private static List<Integer> shape(TensorSpec spec, int values) {
        List<Long> dimensions = spec.shape() == null ? List.of() : spec.shape();
        long known = dimensions.stream()
                .skip(1)
                .filter(size -> size != TensorSpec.ANY)
                .reduce(1L, (a, b) -> a * b);
        return dimensions.stream()
                .skip(1)
                .map(size -> Math.toIntExact(size == TensorSpec.ANY ? values / known : size))
                .toList();
    }

    private static double[] numbers(TensorColumn column, int rows) {
        double[] numbers = new double[rows * column.width()];
        for (int i = 0; i < numbers.length; i++) {
            Object value = column.value(i);
            if (value instanceof Number number) {
                numbers[i] = number.doubleValue();
            } else if (value instanceof Boolean bool) {
                numbers[i] = bool ? 1 : 0;
            } else {
                throw new ModelException("Expected golden rows of numbers, found strings");
            }
        }
        return numbers;
    }
}
