package io.leeway.functions.rows;

import io.leeway.model.FeatureColumns;
import io.leeway.model.RowRejected;
import io.leeway.model.TensorColumn;
import io.leeway.model.TensorColumn.IntColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;

/** int32 ids of category names: null is 0, padding; a name outside the vocabulary 1; the vocabulary's <i>i</i>th <i>i</i> + 2. */
final class CategoryBuffer extends ColumnBuffer {

    private static final int PADDING = 0;

    private final ElementReader elements;
    private final Map<StringData, Integer> ids = new HashMap<>();
    private int[] buffer = {};

    CategoryBuffer(BoundInput input, RowType row, List<String> vocabulary) {
        super(input, row);
        elements = elements(input, row);
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
    boolean takesNull() {
        return true;
    }

    @Override
    void readOne(RowData row, int field, int to) {
        buffer[to] = row.isNullAt(field) ? PADDING : id(elements.text(row, field));
    }

    @Override
    void readAll(ArrayData values, int to) throws RowRejected {
        for (int i = 0; i < values.size(); i++) {
            buffer[to + i] = values.isNullAt(i) ? PADDING : id(elements.text(values, i));
        }
    }

    private int id(StringData name) {
        return ids.getOrDefault(name, FeatureColumns.OTHER);
    }
}
