package io.leeway.tables;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** How a row that was read becomes one of the table: which fields, in which order. */
final class TableRowShape implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final List<RowData.FieldGetter> fields = new ArrayList<>();

    /** Adds a field of the row that was read. */
    TableRowShape field(RowType read, int position) {
        fields.add(RowData.createFieldGetter(read.getTypeAt(position), position));
        return this;
    }

    /** Adds the same value to every row. */
    TableRowShape flag(boolean value) {
        fields.add(row -> value);
        return this;
    }

    /** Adds a field that rows of this kind do not have. */
    TableRowShape absent() {
        fields.add(row -> null);
        return this;
    }

    RowData of(RowData read) {
        GenericRowData row = new GenericRowData(read.getRowKind(), fields.size());
        for (int i = 0; i < fields.size(); i++) {
            row.setField(i, fields.get(i).getFieldOrNull(read));
        }
        return row;
    }
}
