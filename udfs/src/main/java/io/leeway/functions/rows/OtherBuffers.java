package io.leeway.functions.rows;

import io.leeway.model.RowRejected;
import io.leeway.model.TensorColumn;
import io.leeway.model.TensorColumn.BoolColumn;
import io.leeway.model.TensorColumn.StringColumn;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Buffers of what are no numbers. A null refuses its row. */
final class OtherBuffers {

    private OtherBuffers() {}

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
        void readAll(ArrayData values, int to) throws RowRejected {
            for (int i = 0; i < values.size(); i++) {
                if (values.isNullAt(i)) {
                    throw missing("[" + i + "]");
                }
                buffer[to + i] = values.getBoolean(i);
            }
        }
    }

    /** string: characters as UTF-8, bytes as they are. */
    static final class Strings extends ColumnBuffer {
        private final ElementReader elements;
        private byte[][] buffer = {};

        Strings(BoundInput input, RowType row) {
            super(input, row);
            elements = elements(input, row);
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
        void readAll(ArrayData values, int to) throws RowRejected {
            for (int i = 0; i < values.size(); i++) {
                if (values.isNullAt(i)) {
                    throw missing("[" + i + "]");
                }
                buffer[to + i] = elements.bytes(values, i);
            }
        }
    }
}
