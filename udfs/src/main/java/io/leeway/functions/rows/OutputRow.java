package io.leeway.functions.rows;

import static java.util.Objects.requireNonNull;

import io.leeway.model.TensorColumn;
import io.leeway.model.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** The fields of a row of answers. */
record OutputRow(List<Field> fields) {
    OutputRow {
        fields = List.copyOf(fields);
    }

    /** Gives the value of a field in the row of this index. */
    interface Field {
        @Nullable
        Object value(Map<String, TensorColumn> answered, int index);
    }

    GenericRowData row(Map<String, TensorColumn> answered, int index) {
        return GenericRowData.of(
                fields.stream().map(field -> field.value(answered, index)).toArray());
    }

    /**
     * @param fetched the output of each leaf; a leaf without one is the status, null where the row
     *     was answered
     * @param constants the value of each leaf that is none of the model's
     */
    static OutputRow of(RowType row, Map<LeafColumn, TensorSpec> fetched, Map<LeafColumn, Object> constants) {
        return of(row, List.of(), fetched, constants);
    }

    private static OutputRow of(
            RowType row, List<Integer> path, Map<LeafColumn, TensorSpec> fetched, Map<LeafColumn, Object> constants) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < row.getFieldCount(); i++) {
            List<Integer> own = LeafColumn.appended(path, i);
            LogicalType type = row.getTypeAt(i);
            if (type instanceof RowType nested) {
                OutputRow inner = of(nested, own, fetched, constants);
                fields.add(inner::row);
            } else {
                TensorSpec output = at(fetched, own);
                Object constant = at(constants, own);
                fields.add(output == null ? (answered, index) -> constant : values(output.name(), type));
            }
        }
        return new OutputRow(fields);
    }

    private static Field values(String output, LogicalType type) {
        RowAnswers.Values values = new RowAnswers.Values(output, TypeFit.element(type), TypeFit.depth(type));
        return (answered, index) -> values.of(requireNonNull(answered.get(output)), index);
    }

    private static <T> @Nullable T at(Map<LeafColumn, T> leaves, List<Integer> path) {
        return leaves.entrySet().stream()
                .filter(leaf -> leaf.getKey().path().equals(path))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
