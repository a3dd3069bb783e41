package io.leeway.functions.rows;

import io.leeway.model.ModelException;
import io.leeway.model.TensorColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** The answers of one call as rows. NaN and infinite answers are passed on as they are. */
public final class RowAnswers {
    private final OutputRow output;
    private final Map<String, TensorColumn> answered;

    RowAnswers(OutputRow output, Map<String, TensorColumn> answered) {
        this.output = output;
        this.answered = answered;
    }

    /** A row of its own, of the types that were bound; a status is null. */
    public GenericRowData row(int index) {
        return output.row(answered, index);
    }

    /** How the values of an output become a field of a type, in arrays of this depth. */
    record Values(String output, LogicalType type, int depth) {
        Object of(TensorColumn column, int index) {
            int width = column.width();
            List<Integer> shape = column.shape();
            if (depth == 0 && width == 1) {
                return single(column, index, type);
            } else if (depth == 1) {
                return array(column, index * width, width, type);
            } else if (depth > 1 && shape.size() == depth) {
                return nested(column, shape, index * width, width, type);
            }
            throw depth == 0
                    ? ModelException.of("Output " + output, "one value a row", width + " values", "declare an ARRAY")
                    : ModelException.of(
                            "Output " + output,
                            depth + " dimensions a row",
                            shape.toString(),
                            "declare arrays nested as deep, or flat");
        }
    }

    private static ArrayData nested(TensorColumn column, List<Integer> shape, int from, int width, LogicalType type) {
        if (shape.size() == 1) {
            return array(column, from, width, type);
        }
        int size = shape.get(0);
        Object[] arrays = new Object[size];
        for (int i = 0; i < size; i++) {
            int part = width / size;
            arrays[i] = nested(column, shape.subList(1, shape.size()), from + i * part, part, type);
        }
        return new GenericArrayData(arrays);
    }

    private static Object single(TensorColumn column, int index, LogicalType type) {
        Object value = column.value(index);
        return switch (type.getTypeRoot()) {
            case FLOAT -> ((Number) value).floatValue();
            case DOUBLE -> ((Number) value).doubleValue();
            case BIGINT -> ((Number) value).longValue();
            case VARCHAR -> StringData.fromBytes((byte[]) value);
            default -> value;
        };
    }

    private static ArrayData array(TensorColumn column, int from, int width, LogicalType type) {
        int to = from + width;
        LogicalTypeRoot root = type.getTypeRoot();
        if (column.values() instanceof float[] floats && root == LogicalTypeRoot.FLOAT) {
            return new GenericArrayData(Arrays.copyOfRange(floats, from, to));
        } else if (column.values() instanceof double[] doubles && root == LogicalTypeRoot.DOUBLE) {
            return new GenericArrayData(Arrays.copyOfRange(doubles, from, to));
        } else if (column.values() instanceof int[] ints && root == LogicalTypeRoot.INTEGER) {
            return new GenericArrayData(Arrays.copyOfRange(ints, from, to));
        } else if (column.values() instanceof long[] longs) {
            return new GenericArrayData(Arrays.copyOfRange(longs, from, to));
        } else if (column.values() instanceof boolean[] bools) {
            return new GenericArrayData(Arrays.copyOfRange(bools, from, to));
        }
        return new GenericArrayData(
                IntStream.range(from, to).mapToObj(i -> single(column, i, type)).toArray());
    }
}
