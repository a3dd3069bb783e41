package io.leeway.functions.rows;

import io.leeway.model.RowRejected;
import io.leeway.model.TensorColumn;
import io.leeway.model.TensorColumn.DoubleColumn;
import io.leeway.model.TensorColumn.FloatColumn;
import io.leeway.model.TensorColumn.IntColumn;
import io.leeway.model.TensorColumn.LongColumn;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryArrayData;
import org.apache.flink.table.types.logical.RowType;

/** Buffers of numbers. A null, NaN or infinite number refuses its row, as does a double that a float32 can't reach. */
final class NumberBuffers {

    private NumberBuffers() {}

    private static boolean anyNull(ArrayData values) {
        if (values instanceof BinaryArrayData binary) {
            return binary.anyNull();
        }
        for (int i = 0; i < values.size(); i++) {
            if (values.isNullAt(i)) {
                return true;
            }
        }
        return false;
    }

    /** Where the null is that there is. */
    private static String firstNull(ArrayData values) {
        int i = 0;
        while (!values.isNullAt(i)) {
            i++;
        }
        return "[" + i + "]";
    }

    /** float32. */
    static final class Floats extends ColumnBuffer {
        private final ElementReader elements;
        private float[] buffer = {};

        Floats(BoundInput input, RowType row) {
            super(input, row);
            elements = elements(input, row);
        }

        @Override
        void reserve(int values) {
            buffer = Arrays.copyOf(buffer, values);
        }

        @Override
        TensorColumn column(List<Integer> shape, int from, int to) {
            return new FloatColumn(from == 0 ? buffer : Arrays.copyOfRange(buffer, from, to), shape);
        }

        @Override
        void readOne(RowData row, int field, int to) throws RowRejected {
            put(elements.real(row, field), to, "");
        }

        @Override
        void readAll(ArrayData values, int to) throws RowRejected {
            if (anyNull(values)) {
                throw missing(firstNull(values));
            }
            if (elements.areFloats()) {
                // In one piece: a row of a thousand numbers is read in the time of its copy.
                float[] floats = values.toFloatArray();
                requireFinite(floats);
                System.arraycopy(floats, 0, buffer, to, floats.length);
            } else {
                for (int i = 0; i < values.size(); i++) {
                    put(elements.real(values, i), to + i, "[" + i + "]");
                }
            }
        }

        private void put(double value, int to, String place) throws RowRejected {
            float rounded = (float) value;
            if (!Float.isFinite(rounded)) {
                throw notFinite(place, value);
            }
            buffer[to] = rounded;
        }

        private void requireFinite(float[] floats) throws RowRejected {
            // Without a branch a number: an exponent of ones and one more carries into the sign.
            int carried = 0;
            for (float value : floats) {
                carried |= (Float.floatToRawIntBits(value) & 0x7F800000) + 0x00800000;
            }
            if (carried < 0) {
                for (int i = 0; i < floats.length; i++) {
                    if (!Float.isFinite(floats[i])) {
                        throw notFinite("[" + i + "]", floats[i]);
                    }
                }
            }
        }
    }

    /** float64. */
    static final class Doubles extends ColumnBuffer {
        private final ElementReader elements;
        private double[] buffer = {};

        Doubles(BoundInput input, RowType row) {
            super(input, row);
            elements = elements(input, row);
        }

        @Override
        void reserve(int values) {
            buffer = Arrays.copyOf(buffer, values);
        }

        @Override
        TensorColumn column(List<Integer> shape, int from, int to) {
            return new DoubleColumn(from == 0 ? buffer : Arrays.copyOfRange(buffer, from, to), shape);
        }

        @Override
        void readOne(RowData row, int field, int to) throws RowRejected {
            put(elements.real(row, field), to, "");
        }

        @Override
        void readAll(ArrayData values, int to) throws RowRejected {
            if (anyNull(values)) {
                throw missing(firstNull(values));
            }
            for (int i = 0; i < values.size(); i++) {
                put(elements.real(values, i), to + i, "[" + i + "]");
            }
        }

        private void put(double value, int to, String place) throws RowRejected {
            if (!Double.isFinite(value)) {
                throw notFinite(place, value);
            }
            buffer[to] = value;
        }
    }

    /** int32. */
    static final class Ints extends ColumnBuffer {
        private final ElementReader elements;
        private int[] buffer = {};

        Ints(BoundInput input, RowType row) {
            super(input, row);
            elements = elements(input, row);
        }

        @Override
        void reserve(int values) {
            buffer = Arrays.copyOf(buffer, values);
        }

        @Override
        TensorColumn column(List<Integer> shape, int from, int to) {
            return new IntColumn(from == 0 ? buffer : Arrays.copyOfRange(buffer, from, to), shape);
        }

        @Override
        void readOne(RowData row, int field, int to) {
            buffer[to] = (int) elements.whole(row, field);
        }

        @Override
        void readAll(ArrayData values, int to) throws RowRejected {
            if (anyNull(values)) {
                throw missing(firstNull(values));
            }
            if (elements.areInts()) {
                int[] ints = values.toIntArray();
                System.arraycopy(ints, 0, buffer, to, ints.length);
            } else {
                for (int i = 0; i < values.size(); i++) {
                    buffer[to + i] = (int) elements.whole(values, i);
                }
            }
        }
    }

    /** int64. */
    static final class Longs extends ColumnBuffer {
        private final ElementReader elements;
        private long[] buffer = {};

        Longs(BoundInput input, RowType row) {
            super(input, row);
            elements = elements(input, row);
        }

        @Override
        void reserve(int values) {
            buffer = Arrays.copyOf(buffer, values);
        }

        @Override
        TensorColumn column(List<Integer> shape, int from, int to) {
            return new LongColumn(from == 0 ? buffer : Arrays.copyOfRange(buffer, from, to), shape);
        }

        @Override
        void readOne(RowData row, int field, int to) {
            buffer[to] = elements.whole(row, field);
        }

        @Override
        void readAll(ArrayData values, int to) throws RowRejected {
            if (anyNull(values)) {
                throw missing(firstNull(values));
            }
            for (int i = 0; i < values.size(); i++) {
                buffer[to + i] = elements.whole(values, i);
            }
        }
    }
}
