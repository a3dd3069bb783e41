package io.leeway.functions.rows;

import io.leeway.model.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** The fields of a row of answers: an output's values, or a row of such fields. */
record OutputRow(List<Field> fields) {
    OutputRow {
        fields = List.copyOf(fields);
    }

    /** A field of a row. */
    sealed interface Field {}

    /** The values of an output. */
    record Values(String tensor, LogicalType type, int depth) implements Field {}

    /** Why a row was not answered; null where it was. */
    record Status() implements Field {}

    /** The same for every row: the version that answers. */
    record Constant(Object value) implements Field {}

    /** A row in the row. */
    record Nested(OutputRow row) implements Field {}

    /**
     * @param fetched the output of each leaf; a leaf without one is the status
     * @param constants the value of each leaf that is none of the model's
     */
    static OutputRow of(RowType row, Map<LeafColumn, TensorSpec> fetched, Map<LeafColumn, Object> constants) {
        return of(row, List.of(), fetched, constants);
    }

    private static OutputRow of(
            RowType row, List<Integer> path, Map<LeafColumn, TensorSpec> fetched, Map<LeafColumn, Object> constants) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < row.getFieldCount(); i++) {
            List<Integer> own = new ArrayList<>(path);
            own.add(i);
            LogicalType type = row.getTypeAt(i);
            if (type instanceof RowType nested) {
                fields.add(new Nested(of(nested, own, fetched, constants)));
            } else {
                fields.add(field(own, type, fetched, constants));
            }
        }
        return new OutputRow(fields);
    }

    private static Field field(
            List<Integer> path,
            LogicalType type,
            Map<LeafColumn, TensorSpec> fetched,
            Map<LeafColumn, Object> constants) {
        for (Map.Entry<LeafColumn, TensorSpec> output : fetched.entrySet()) {
            if (output.getKey().path().equals(path)) {
                return new Values(output.getValue().name(), TypeFit.element(type), TypeFit.depth(type));
            }
        }
        for (Map.Entry<LeafColumn, Object> constant : constants.entrySet()) {
            if (constant.getKey().path().equals(path)) {
                return new Constant(constant.getValue());
            }
        }
        return new Status();
    }
}
