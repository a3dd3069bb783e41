package io.leeway.functions;

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

    /** A row in the row. */
    record Nested(OutputRow row) implements Field {}

    /** @param fetched the output of each leaf; a leaf without one is the status */
    static OutputRow of(RowType row, Map<Leaf, TensorSpec> fetched) {
        return of(row, List.of(), fetched);
    }

    private static OutputRow of(RowType row, List<Integer> path, Map<Leaf, TensorSpec> fetched) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < row.getFieldCount(); i++) {
            List<Integer> own = new ArrayList<>(path);
            own.add(i);
            LogicalType type = row.getTypeAt(i);
            if (type instanceof RowType nested) {
                fields.add(new Nested(of(nested, own, fetched)));
            } else {
                fields.add(fetched.entrySet().stream()
                        .filter(entry -> entry.getKey().path().equals(own))
                        .<Field>map(entry ->
                                new Values(entry.getValue().name(), TypeFit.element(type), TypeFit.depth(type)))
                        .findFirst()
                        .orElse(new Status()));
            }
        }
        return new OutputRow(fields);
    }
}
