package io.leeway.functions.rows;

import io.leeway.functions.rows.ElementReader.ElementCopy;
import io.leeway.functions.rows.RowBinding.BoundInput;
import io.leeway.model.FeatureColumns;
import io.leeway.model.RowRejected;
import io.leeway.model.TensorColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.RowData.FieldGetter;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryArrayData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * The values of one input for rows of one shape. Used again; not thread-safe.
 *
 * @param <A> the array of the tensor's type
 */
final class ColumnBuffer<A> {
    private final String column;
    private final int[] path;
    private final int[] fieldCounts;
    private final FieldGetter leaf;
    private final int depth;
    private final RowShape rowShape;
    private final boolean varies;
    private final boolean takesNull;
    private final IntFunction<A> arrays;
    private final ElementReader elements;
    private final ElementCopy<A> copy;

    private List<Integer> shape;
    private int width;
    private int capacity;
    private A values;

    /** @param row the types of the rows that are read */
    private ColumnBuffer(BoundInput input, RowType row, IntFunction<A> arrays, ElementCopy<A> copy) {
        this.column = input.leaf().column();
        this.path = input.leaf().path().stream().mapToInt(Integer::intValue).toArray();
        this.fieldCounts = new int[path.length];
        LogicalType type = row;
        for (int i = 0; i < path.length; i++) {
            type = type.getChildren().get(path[i]);
            fieldCounts[i] = type.getChildren().size();
        }
        // Nullable, since a null refuses its row even where the type has none.
        this.leaf = RowData.createFieldGetter(type.copy(true), path[path.length - 1]);
        this.depth = TypeFit.depth(type);
        this.elements = new ElementReader(column, type);
        this.rowShape = input.shape();
        this.varies = rowShape.varies() && depth > 0;
        this.takesNull = input.category();
        this.arrays = arrays;
        this.copy = copy;
        this.shape = varies || !rowShape.ranked() ? List.of() : rowShape.fixed();
        this.width = TensorColumn.width(shape);
        this.values = arrays.apply(0);
    }

    static ColumnBuffer<?> of(BoundInput input, RowType row, List<String> vocabulary) {
        return switch (input.tensor().type()) {
            case FLOAT32 -> new ColumnBuffer<>(input, row, float[]::new, ElementReader::floats);
            case FLOAT64 -> new ColumnBuffer<>(input, row, double[]::new, ElementReader::doubles);
            case INT32 ->
                input.category()
                        ? categories(input, row, vocabulary)
                        : new ColumnBuffer<>(input, row, int[]::new, ElementReader::ints);
            case INT64 -> new ColumnBuffer<>(input, row, long[]::new, ElementReader::longs);
            case BOOL -> new ColumnBuffer<>(input, row, boolean[]::new, ElementReader::bools);
            case STRING -> new ColumnBuffer<>(input, row, byte[][]::new, ElementReader::strings);
            case OTHER -> throw new IllegalStateException("No column can be bound to a tensor of type other");
        };
    }

    private static ColumnBuffer<int[]> categories(BoundInput input, RowType row, List<String> vocabulary) {
        Map<StringData, Integer> ids = new HashMap<>();
        for (String name : vocabulary) {
            ids.put(StringData.fromString(name), ids.size() + FeatureColumns.OTHER + 1);
        }
        return new ColumnBuffer<>(
                input, row, int[]::new, (reader, from, to, at) -> reader.categories(ids, from, to, at));
    }

    boolean varies() {
        return varies;
    }

    List<Integer> shapeOf(RowData row) throws RowRejected {
        if (!varies) {
            return shape;
        }
        ArrayData array = array(row);
        List<Integer> found;
        List<Integer> sizes = new ArrayList<>(depth);
        if (depth == 1) {
            sizes.add(array.size());
            found = rowShape.ofFlat(array.size());
        } else {
            sizes(array, 0, sizes);
            found = rowShape.ofNested(sizes);
        }
        if (found == null) {
            throw wrongShape(sizes.toString());
        }
        return found;
    }

    /** Empties the buffer for rows of another shape. */
    void begin(List<Integer> newShape) {
        if (!shape.equals(newShape)) {
            shape = newShape;
            width = TensorColumn.width(newShape);
            capacity = 0;
        }
    }

    /** Reads a row's values into its place; the next row overwrites what a refused one leaves. */
    void read(RowData row, int index) throws RowRejected {
        if (index >= capacity) {
            reserve(Math.max(index + 1, capacity * 2));
        }
        if (depth == 0) {
            Object value = leaf.getFieldOrNull(parent(row));
            if (value == null && !takesNull) {
                throw missing("");
            }
            copy.copy(elements, new GenericArrayData(new Object[] {value}), values, index * width);
            return;
        }
        ArrayData array = array(row);
        if (depth > 1 && rowShape.rank() != 0) {
            readNested(array, 0, index * width);
        } else if (array.size() == width) {
            readArray(array, index * width);
        } else {
            throw wrongShape("[" + array.size() + "]");
        }
    }

    /** The column of so many rows; no copy where it begins at the first. */
    TensorColumn rows(int from, int to) {
        A column = values;
        if (from > 0) {
            column = arrays.apply((to - from) * width);
            System.arraycopy(values, from * width, column, 0, (to - from) * width);
        }
        return new TensorColumn(column, shape);
    }

    /** Makes room for so many rows of the shape that is known. */
    void reserveRows(int rows) {
        if (!varies && rows > capacity) {
            reserve(rows);
        }
    }

    private void reserve(int rows) {
        A larger = arrays.apply(rows * width);
        System.arraycopy(values, 0, larger, 0, capacity * width);
        values = larger;
        capacity = rows;
    }

    private RowRejected missing(String place) {
        return new RowRejected("missing", "Expected a value in " + column + place + ", found null");
    }

    private int readNested(ArrayData array, int level, int to) throws RowRejected {
        if (array.size() != shape.get(level)) {
            throw wrongShape("arrays of different lengths");
        }
        if (level == depth - 1) {
            readArray(array, to);
            return to + array.size();
        }
        int next = to;
        for (int i = 0; i < array.size(); i++) {
            if (array.isNullAt(i)) {
                throw missing("[" + i + "]");
            }
            next = readNested(array.getArray(i), level + 1, next);
        }
        return next;
    }

    private void sizes(ArrayData array, int level, List<Integer> sizes) throws RowRejected {
        sizes.add(array.size());
        if (level == depth - 1) {
            return;
        }
        if (array.size() == 0) {
            for (int i = level + 1; i < depth; i++) {
                sizes.add(0);
            }
        } else if (array.isNullAt(0)) {
            throw missing("[0]");
        } else {
            sizes(array.getArray(0), level + 1, sizes);
        }
    }

    private ArrayData array(RowData row) throws RowRejected {
        if (leaf.getFieldOrNull(parent(row)) instanceof ArrayData array) {
            return array;
        }
        throw missing("");
    }

    private RowData parent(RowData row) throws RowRejected {
        RowData parent = row;
        for (int i = 0; i < path.length - 1; i++) {
            if (parent.isNullAt(path[i])) {
                throw missing("");
            }
            parent = parent.getRow(path[i], fieldCounts[i]);
        }
        return parent;
    }

    private RowRejected wrongShape(String found) {
        return new RowRejected(
                "malformed",
                "Expected values of the shape " + rowShape.describe() + " in " + column + ", found " + found);
    }

    private void readArray(ArrayData array, int to) throws RowRejected {
        if (!takesNull && (!(array instanceof BinaryArrayData binary) || binary.anyNull())) {
            for (int i = 0; i < array.size(); i++) {
                if (array.isNullAt(i)) {
                    throw missing("[" + i + "]");
                }
            }
        }
        copy.copy(elements, array, values, to);
    }
}
