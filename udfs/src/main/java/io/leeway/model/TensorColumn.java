package io.leeway.model;

import java.util.List;

/**
 * The values of one input or output for all rows of a call, row after row, each row-major.
 *
 * <p>The array may be longer than the rows of a call need, so that a buffer can be used again; what lies behind them is not looked at. The array is
 * not copied on the way in: leave it alone while a call runs. A column that a call returns has an array of its own.
 */
// A record over an array compares by identity; columns are buffers and never compared.
@SuppressWarnings("ArrayRecordComponent")
public sealed interface TensorColumn {

    /** The shape of one row, without the batch dimension; empty for one value a row. */
    List<Integer> shape();

    /** The type of the values. */
    TensorType type();

    /** How many values the array can hold. */
    int capacity();

    /** Values of one row. */
    default int width() {
        int width = 1;
        for (int size : shape()) {
            width *= size;
        }
        return width;
    }

    /** float32. */
    record FloatColumn(float[] values, List<Integer> shape) implements TensorColumn {
        public FloatColumn {
            shape = List.copyOf(shape);
        }

        @Override
        public TensorType type() {
            return TensorType.FLOAT32;
        }

        @Override
        public int capacity() {
            return values.length;
        }
    }

    /** float64. */
    record DoubleColumn(double[] values, List<Integer> shape) implements TensorColumn {
        public DoubleColumn {
            shape = List.copyOf(shape);
        }

        @Override
        public TensorType type() {
            return TensorType.FLOAT64;
        }

        @Override
        public int capacity() {
            return values.length;
        }
    }

    /** int32. */
    record IntColumn(int[] values, List<Integer> shape) implements TensorColumn {
        public IntColumn {
            shape = List.copyOf(shape);
        }

        @Override
        public TensorType type() {
            return TensorType.INT32;
        }

        @Override
        public int capacity() {
            return values.length;
        }
    }

    /** int64. */
    record LongColumn(long[] values, List<Integer> shape) implements TensorColumn {
        public LongColumn {
            shape = List.copyOf(shape);
        }

        @Override
        public TensorType type() {
            return TensorType.INT64;
        }

        @Override
        public int capacity() {
            return values.length;
        }
    }

    /** bool. */
    record BoolColumn(boolean[] values, List<Integer> shape) implements TensorColumn {
        public BoolColumn {
            shape = List.copyOf(shape);
        }

        @Override
        public TensorType type() {
            return TensorType.BOOL;
        }

        @Override
        public int capacity() {
            return values.length;
        }
    }

    /** Byte strings, as TensorFlow has them: text is UTF-8, a serialized {@code tf.Example} is itself. */
    record StringColumn(byte[][] values, List<Integer> shape) implements TensorColumn {
        public StringColumn {
            shape = List.copyOf(shape);
        }

        @Override
        public TensorType type() {
            return TensorType.STRING;
        }

        @Override
        public int capacity() {
            return values.length;
        }
    }
}
