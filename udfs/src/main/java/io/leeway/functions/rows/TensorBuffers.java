package io.leeway.functions.rows;

import io.leeway.model.FeatureColumns;
import io.leeway.model.RowRejected;
import io.leeway.model.TensorColumn;
import io.leeway.model.TensorColumn.BoolColumn;
import io.leeway.model.TensorColumn.DoubleColumn;
import io.leeway.model.TensorColumn.FloatColumn;
import io.leeway.model.TensorColumn.IntColumn;
import io.leeway.model.TensorColumn.LongColumn;
import io.leeway.model.TensorColumn.StringColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;

/**
 * A buffer for each type of tensor. A NaN or infinite number refuses its row, as does a double that
 * a float32 cannot reach.
 */
final class TensorBuffers {
    private TensorBuffers() {}

    /** float32. */
    static final class Floats extends ColumnBuffer {
        private float[] buffer = {};

        Floats(BoundInput input, RowType row) {
            super(input, row);
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
            if (elements.areFloats()) {
                // In one piece: a row of a thousand numbers is read in the time of its copy.
                float[] floats = values.toFloatArray();
                int bad = FeatureColumns.firstNotFinite(floats, 0, floats.length);
                if (bad >= 0) {
                    throw notFinite("[" + bad + "]", floats[bad]);
                }
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
    }

    /** float64. */
    static final class Doubles extends ColumnBuffer {
        private double[] buffer = {};

        Doubles(BoundInput input, RowType row) {
            super(input, row);
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
        private int[] buffer = {};

        Ints(BoundInput input, RowType row) {
            super(input, row);
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
        void readAll(ArrayData values, int to) {
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
        private long[] buffer = {};

        Longs(BoundInput input, RowType row) {
            super(input, row);
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
        void readAll(ArrayData values, int to) {
            for (int i = 0; i < values.size(); i++) {
                buffer[to + i] = elements.whole(values, i);
            }
        }
    }

    /** bool. */
    static final class Bools extends ColumnBuffer {
        private boolean[] buffer = {};

        Bools(BoundInput input, RowType row) {
            super(input, row);
        }

        @Override
        void reserve(int values) {
            buffer = Arrays.copyOf(buffer, values);
        }

        @Override
        TensorColumn column(List<Integer> shape, int from, int to) {
            return new BoolColumn(from == 0 ? buffer : Arrays.copyOfRange(buffer, from, to), shape);
        }

        @Override
        void readOne(RowData row, int field, int to) {
            buffer[to] = row.getBoolean(field);
        }

        @Override
        void readAll(ArrayData values, int to) {
            for (int i = 0; i < values.size(); i++) {
                buffer[to + i] = values.getBoolean(i);
            }
        }
    }

    /** string: characters as UTF-8, bytes as they are. */
    static final class Strings extends ColumnBuffer {
        private byte[][] buffer = {};

        Strings(BoundInput input, RowType row) {
            super(input, row);
        }

        @Override
        void reserve(int values) {
            buffer = Arrays.copyOf(buffer, values);
        }

        @Override
        TensorColumn column(List<Integer> shape, int from, int to) {
            return new StringColumn(from == 0 ? buffer : Arrays.copyOfRange(buffer, from, to), shape);
        }

        @Override
        void readOne(RowData row, int field, int to) {
            buffer[to] = elements.bytes(row, field);
        }

        @Override
        void readAll(ArrayData values, int to) {
            for (int i = 0; i < values.size(); i++) {
                buffer[to + i] = elements.bytes(values, i);
            }
        }
    }

    /** int32 ids of category names: null is 0, unknown is 1, the vocabulary's begin at 2. */
    static final class Categories extends ColumnBuffer {
        private static final int PADDING = 0;

        private final Map<StringData, Integer> ids = new HashMap<>();
        private int[] buffer = {};

        Categories(BoundInput input, RowType row, List<String> vocabulary) {
            super(input, row);
            for (int i = 0; i < vocabulary.size(); i++) {
                ids.put(StringData.fromString(vocabulary.get(i)), i + FeatureColumns.OTHER + 1);
            }
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
            buffer[to] = row.isNullAt(field) ? PADDING : id(row.getString(field));
        }

        @Override
        void readAll(ArrayData values, int to) {
            for (int i = 0; i < values.size(); i++) {
                buffer[to + i] = values.isNullAt(i) ? PADDING : id(values.getString(i));
            }
        }

        @Override
        boolean takesNull() {
            return true;
        }

        private int id(StringData name) {
            return ids.getOrDefault(name, FeatureColumns.OTHER);
        }
    }
}
