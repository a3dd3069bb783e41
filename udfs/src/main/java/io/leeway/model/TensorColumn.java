package io.leeway.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * The values of one input or output for all rows of a call, row after row, each row-major.
 *
 * <p>The array may be longer than the rows of a call need, so that a buffer can be used again; what
 * lies behind them is not looked at. The array is not copied on the way in: leave it alone while a
 * call runs. A column that a call returns has an array of its own.
 */
// A record over an array compares by identity; columns are buffers and never compared.
@SuppressWarnings("ArrayRecordComponent")
public sealed interface TensorColumn {
    /** The type of each kind of array. */
    Map<Class<?>, TensorType> TYPES = Map.of(
            float[].class, TensorType.FLOAT32,
            double[].class, TensorType.FLOAT64,
            int[].class, TensorType.INT32,
            long[].class, TensorType.INT64,
            boolean[].class, TensorType.BOOL,
            byte[][].class, TensorType.STRING);

    /** The shape of one row, without the batch dimension; empty for one value a row. */
    List<Integer> shape();

    /** The array itself, whose class says the type. */
    Object values();

    /** The type of the values. */
    default TensorType type() {
        return requireNonNull(TYPES.get(values().getClass()));
    }

    /** How many values the array can hold. */
    default int capacity() {
        return switch (type()) {
            case FLOAT32 -> ((float[]) values()).length;
            case FLOAT64 -> ((double[]) values()).length;
            case INT32 -> ((int[]) values()).length;
            case INT64 -> ((long[]) values()).length;
            case BOOL -> ((boolean[]) values()).length;
            case STRING, OTHER -> ((byte[][]) values()).length;
        };
    }

    /** Values of one row. */
    default int width() {
        int width = 1;
        for (int size : shape()) {
            width *= size;
        }
        return width;
    }

    /** The values of an output that loading found to be float32. */
    static float[] floats(Map<String, TensorColumn> answers, String output) {
        if (answers.get(output) instanceof FloatColumn column) {
            return column.values();
        }
        throw new IllegalStateException("Expected a float32 output " + output + "; loading checked that");
    }

    /** float32. */
    record FloatColumn(float[] values, List<Integer> shape) implements TensorColumn {
        public FloatColumn {
            shape = List.copyOf(shape);
        }
    }

    /** float64. */
    record DoubleColumn(double[] values, List<Integer> shape) implements TensorColumn {
        public DoubleColumn {
            shape = List.copyOf(shape);
        }
    }

    /** int32. */
    record IntColumn(int[] values, List<Integer> shape) implements TensorColumn {
        public IntColumn {
            shape = List.copyOf(shape);
        }
    }

    /** int64. */
    record LongColumn(long[] values, List<Integer> shape) implements TensorColumn {
        public LongColumn {
            shape = List.copyOf(shape);
        }
    }

    /** bool. */
    record BoolColumn(boolean[] values, List<Integer> shape) implements TensorColumn {
        public BoolColumn {
            shape = List.copyOf(shape);
        }
    }

    /** Byte strings, as in TensorFlow: text is UTF-8. */
    record StringColumn(byte[][] values, List<Integer> shape) implements TensorColumn {
        public StringColumn {
            shape = List.copyOf(shape);
        }
    }
}
