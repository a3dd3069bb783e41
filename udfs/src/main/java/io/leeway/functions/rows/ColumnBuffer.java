package io.leeway.functions.rows;

import io.leeway.model.RowRejected;
import io.leeway.model.TensorColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryArrayData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** The values of one input for rows of one shape. Used again; not thread-safe. */
abstract class ColumnBuffer {
    private final String column;
    private final int[] path;
    private final int[] fieldCounts;
    private final int depth;
    private final RowShape rowShape;
    private final boolean varies;
    /** Reads the single values. */
    final ElementReader elements;

    private List<Integer> shape;
    private int width;
    private int capacity;

    /** @param row the types of the rows that are read */
    ColumnBuffer(BoundInput input, RowType row) {
        this.column = input.leaf().column();
        this.path = input.leaf().path().stream().mapToInt(Integer::intValue).toArray();
        this.fieldCounts = new int[path.length];
        LogicalType parent = row;
        for (int i = 0; i < path.length; i++) {
            parent = parent.getChildren().get(path[i]);
            fieldCounts[i] = parent.getChildren().size();
        }
        this.depth = TypeFit.depth(parent);
        this.elements = new ElementReader(TypeFit.element(parent));
        this.rowShape = input.shape();
        this.varies = rowShape.varies() && depth > 0;
        this.shape = varies || !rowShape.ranked() ? List.of() : rowShape.fixed();
        this.width = width(shape);
    }

    /** The buffer for a tensor's type. */
    static ColumnBuffer of(BoundInput input, RowType row, List<String> vocabulary) {
        return switch (input.tensor().type()) {
            case FLOAT32 -> new TensorBuffers.Floats(input, row);
            case FLOAT64 -> new TensorBuffers.Doubles(input, row);
            case INT32 ->
                input.category()
                        ? new TensorBuffers.Categories(input, row, vocabulary)
                        : new TensorBuffers.Ints(input, row);
            case INT64 -> new TensorBuffers.Longs(input, row);
            case BOOL -> new TensorBuffers.Bools(input, row);
            case STRING -> new TensorBuffers.Strings(input, row);
            case OTHER -> throw new IllegalStateException("No column can be bound to a tensor of type other");
        };
    }

    /** Makes room for so many values, keeping those that are there. */
    abstract void reserve(int values);

    /** The values so far, or a copy of some. */
    abstract TensorColumn column(List<Integer> shape, int from, int to);

    /** Reads a single value into {@code to}. */
    abstract void readOne(RowData row, int field, int to) throws RowRejected;

    /** Reads all values of an array from {@code to} on; nulls only where {@link #takesNull}. */
    abstract void readAll(ArrayData values, int to) throws RowRejected;

    /** Whether a null is a value. */
    boolean takesNull() {
        return false;
    }

    final String name() {
        return column;
    }

    final boolean varies() {
        return varies;
    }

    /** The shape of this row's values. */
    final List<Integer> shapeOf(RowData row) throws RowRejected {
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
    final void begin(List<Integer> newShape) {
        if (!shape.equals(newShape)) {
            shape = newShape;
            width = width(newShape);
            capacity = 0;
        }
    }

    /** Reads a row's values into its place; the next row overwrites what a refused one leaves. */
    final void read(RowData row, int index) throws RowRejected {
        if (index >= capacity) {
            capacity = Math.max(index + 1, capacity * 2);
            reserve(capacity * width);
        }
        if (depth == 0) {
            RowData parent = parent(row);
            int field = path[path.length - 1];
            if (parent.isNullAt(field) && !takesNull()) {
                throw missing("");
            }
            readOne(parent, field, index * width);
        } else {
            ArrayData array = array(row);
            if (depth == 1 || rowShape.rank() == 0) {
                if (array.size() != width) {
                    throw wrongShape("[" + array.size() + "]");
                }
                readArray(array, index * width);
            } else {
                readNested(array, 0, index * width);
            }
        }
    }

    /** The column of so many rows; no copy where it begins at the first. */
    final TensorColumn rows(int from, int to) {
        return column(shape, from * width, to * width);
    }

    /** Makes room for so many rows of the shape that is known. */
    final void reserveRows(int rows) {
        if (!varies && rows > capacity) {
            capacity = rows;
            reserve(rows * width);
        }
    }

    final RowRejected missing(String place) {
        return new RowRejected("missing", "Expected a value in " + column + place + ", found null");
    }

    final RowRejected notFinite(String place, double found) {
        return new RowRejected("not-finite", "Expected a finite number in " + column + place + ", found " + found);
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
        RowData parent = parent(row);
        int field = path[path.length - 1];
        if (parent.isNullAt(field)) {
            throw missing("");
        }
        return parent.getArray(field);
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

    private static int width(List<Integer> shape) {
        int width = 1;
        for (int size : shape) {
            width *= size;
        }
        return width;
    }

    private void readArray(ArrayData values, int to) throws RowRejected {
        if (!takesNull() && (!(values instanceof BinaryArrayData binary) || binary.anyNull())) {
            for (int i = 0; i < values.size(); i++) {
                if (values.isNullAt(i)) {
                    throw missing("[" + i + "]");
                }
            }
        }
        readAll(values, to);
    }
}
