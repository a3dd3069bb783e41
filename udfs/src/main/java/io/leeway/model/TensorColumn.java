package io.leeway.model;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The values of one input or output for all rows of a call, row after row, each row-major.
 *
 * <p>The array may be longer than the rows of a call need, so that a buffer can be used again; what
 * lies behind them is not looked at. The array is not copied on the way in: leave it alone while a
 * call runs. A column that a call returns has an array of its own.
 *
 * @param values {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]}, {@code boolean[]}
 *     or {@code byte[][]} (strings as in TensorFlow: text is UTF-8); its class is the type
 * @param shape of one row, without the batch dimension; empty for one value a row
 */
public record TensorColumn(Object values, List<Integer> shape) {
    private static final Map<Class<?>, TensorType> TYPES = Map.of(
            float[].class, TensorType.FLOAT32,
            double[].class, TensorType.FLOAT64,
            int[].class, TensorType.INT32,
            long[].class, TensorType.INT64,
            boolean[].class, TensorType.BOOL,
            byte[][].class, TensorType.STRING);

    public TensorColumn {
        if (!TYPES.containsKey(values.getClass())) {
            throw new IllegalArgumentException(
                    "Expected an array of float, double, int, long, boolean or byte[], found " + values.getClass());
        }
        shape = List.copyOf(shape);
    }

    /** A column of any type of numbers, bool as 0 and 1; refuses other types. */
    public static TensorColumn of(TensorType type, double[] numbers, List<Integer> shape) {
        int size = numbers.length;
        return switch (type) {
            case FLOAT32 -> {
                float[] floats = new float[size];
                for (int i = 0; i < size; i++) {
                    floats[i] = (float) numbers[i];
                }
                yield new TensorColumn(floats, shape);
            }
            case FLOAT64 -> new TensorColumn(numbers, shape);
            case INT32 ->
                new TensorColumn(
                        Arrays.stream(numbers).mapToInt(number -> (int) number).toArray(), shape);
            case INT64 ->
                new TensorColumn(
                        Arrays.stream(numbers)
                                .mapToLong(number -> (long) number)
                                .toArray(),
                        shape);
            case BOOL -> {
                boolean[] bools = new boolean[size];
                for (int i = 0; i < size; i++) {
                    bools[i] = numbers[i] != 0;
                }
                yield new TensorColumn(bools, shape);
            }
            case STRING, OTHER -> throw new ModelException("Expected a tensor of numbers, found one of " + type.id());
        };
    }

    public TensorType type() {
        return requireNonNull(TYPES.get(values.getClass()));
    }

    public int capacity() {
        return switch (type()) {
            case FLOAT32 -> ((float[]) values).length;
            case FLOAT64 -> ((double[]) values).length;
            case INT32 -> ((int[]) values).length;
            case INT64 -> ((long[]) values).length;
            case BOOL -> ((boolean[]) values).length;
            case STRING, OTHER -> ((byte[][]) values).length;
        };
    }

    /** One value as {@link Float}, {@link Integer} and so on; bytes of a string. */
    public Object value(int index) {
        return switch (type()) {
            case FLOAT32 -> ((float[]) values)[index];
            case FLOAT64 -> ((double[]) values)[index];
            case INT32 -> ((int[]) values)[index];
            case INT64 -> ((long[]) values)[index];
            case BOOL -> ((boolean[]) values)[index];
            case STRING, OTHER -> ((byte[][]) values)[index];
        };
    }

    public int width() {
        return width(shape);
    }

    /** Values of one row of a shape. */
    public static int width(List<Integer> shape) {
        int width = 1;
        for (int size : shape) {
            width *= size;
        }
        return width;
    }

    /** The values of a float32 output; loading checks that it is one for what answers a task. */
    public static float[] floats(Map<String, TensorColumn> answers, String output) {
        TensorColumn column = answers.get(output);
        if (column != null && column.values() instanceof float[] floats) {
            return floats;
        }
        throw new ModelException(
                "Expected a float32 output " + output + ", found " + answers.keySet() + "; train the model again");
    }
}
