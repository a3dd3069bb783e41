package io.leeway.functions.rows;

import io.leeway.model.ModelException;
import io.leeway.model.TensorColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        return row(output, index);
    }

    private GenericRowData row(OutputRow of, int index) {
        GenericRowData row = new GenericRowData(of.fields().size());
        for (int i = 0; i < of.fields().size(); i++) {
            OutputRow.Field field = of.fields().get(i);
            if (field instanceof OutputRow.Nested nested) {
                row.setField(i, row(nested.row(), index));
            } else if (field instanceof OutputRow.Values values) {
                row.setField(i, value(values, index));
            } else if (field instanceof OutputRow.Constant constant) {
                row.setField(i, constant.value());
            }
        }
        return row;
    }

    private Object value(OutputRow.Values values, int index) {
        TensorColumn column = Objects.requireNonNull(answered.get(values.tensor()));
        int width = column.width();
        if (values.depth() == 0) {
            if (width != 1) {
                throw ModelException.of(
                        "Output " + values.tensor(), "one value a row", width + " values", "declare an ARRAY");
            }
            return single(column, index, values.type());
        }
        if (values.depth() == 1) {
            return array(column, index * width, width, values.type());
        }
        List<Integer> shape = column.shape();
        if (shape.size() != values.depth()) {
            throw ModelException.of(
                    "Output " + values.tensor(),
                    values.depth() + " dimensions a row",
                    shape.toString(),
                    "declare arrays nested as deep, or flat");
        }
        return nested(column, shape, index * width, width, values.type());
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
