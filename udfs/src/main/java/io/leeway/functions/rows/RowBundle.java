package io.leeway.functions.rows;

import io.leeway.model.RowRejected;
import io.leeway.model.TensorColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.RowData;

/**
 * Rows, as the columns of one call. All rows of a bundle have one shape: that of the first, where
 * shapes vary.
 *
 * <p>Values are copied out of a row. Buffers are used again after {@link #clear}; not thread-safe.
 */
public final class RowBundle {
    private final List<String> tensors;
    private final List<ColumnBuffer<?>> buffers;
    private final boolean varies;
    private int rows;

    RowBundle(List<String> tensors, List<ColumnBuffer<?>> buffers, int capacity) {
        this.tensors = List.copyOf(tensors);
        this.buffers = List.copyOf(buffers);
        this.varies = buffers.stream().anyMatch(ColumnBuffer::varies);
        buffers.forEach(buffer -> buffer.reserveRows(capacity));
    }

    /** What distinguishes bundles: the shape of each column that varies; none where none does. */
    public List<List<Integer>> shapesOf(RowData row) throws RowRejected {
        if (!varies) {
            return List.of();
        }
        List<List<Integer>> shapes = new ArrayList<>(buffers.size());
        for (ColumnBuffer<?> buffer : buffers) {
            shapes.add(buffer.shapeOf(row));
        }
        return shapes;
    }

    /** Adds a row of the bundle's shape; one that is rejected has left no trace. */
    public void add(RowData row) throws RowRejected {
        if (varies && rows == 0) {
            for (ColumnBuffer<?> buffer : buffers) {
                buffer.begin(buffer.shapeOf(row));
            }
        }
        for (ColumnBuffer<?> buffer : buffers) {
            buffer.read(row, rows);
        }
        rows++;
    }

    public int rows() {
        return rows;
    }

    /** The columns of all rows, by the names of the inputs; good until the next {@link #add}. */
    public Map<String, TensorColumn> inputs() {
        return inputs(0, rows);
    }

    public Map<String, TensorColumn> inputs(int from, int to) {
        Map<String, TensorColumn> columns = new LinkedHashMap<>();
        for (int i = 0; i < tensors.size(); i++) {
            columns.put(tensors.get(i), buffers.get(i).rows(from, to));
        }
        return columns;
    }

    /** Forgets the rows and keeps the buffers. */
    public void clear() {
        rows = 0;
    }
}
