package io.leeway.functions.provider;

import java.util.List;
import org.apache.flink.table.functions.SpecializedFunction.SpecializedContext;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** The types in which a statement's columns come, which Flink lets be narrower than the declared ones: it does not cast them. */
final class ReadTypes {

    private ReadTypes() {}

    static RowType of(PredictSettings settings, SpecializedContext context) {
        List<DataType> arguments = context.getCallContext().getArgumentDataTypes();
        return RowType.of(
                arguments.stream().map(DataType::getLogicalType).toArray(LogicalType[]::new),
                settings.input().getFieldNames().toArray(String[]::new));
    }
}
