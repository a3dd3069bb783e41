package io.leeway.functions.rows;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * A column that is no row, or a field in the rows that columns are.
 *
 * @param names the column's name, and the names of the fields down to this one
 * @param path the same as positions
 * @param type its type
 */
record LeafColumn(List<String> names, List<Integer> path, LogicalType type) {
    LeafColumn {
        names = List.copyOf(names);
        path = List.copyOf(path);
    }

    /** All leaves of a row, from left to right. */
    static List<LeafColumn> of(RowType row) {
        List<LeafColumn> leaves = new ArrayList<>();
        collect(row, List.of(), List.of(), leaves);
        return leaves;
    }

    private static void collect(RowType row, List<String> names, List<Integer> path, List<LeafColumn> leaves) {
        for (int i = 0; i < row.getFieldCount(); i++) {
            List<String> ownNames = appended(names, row.getFieldNames().get(i));
            List<Integer> ownPath = appended(path, i);
            LogicalType type = row.getTypeAt(i);
            if (type instanceof RowType nested) {
                collect(nested, ownNames, ownPath, leaves);
            } else {
                leaves.add(new LeafColumn(ownNames, ownPath, type));
            }
        }
    }

    static <T> List<T> appended(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }

    String name() {
        return names.get(names.size() - 1);
    }

    /** The names with dots between, as SQL writes them. */
    String column() {
        return String.join(".", names);
    }
}
