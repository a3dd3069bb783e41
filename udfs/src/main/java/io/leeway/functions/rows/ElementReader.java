package io.leeway.functions.rows;

import io.leeway.model.FeatureColumns;
import io.leeway.model.RowRejected;
import java.util.Map;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Copies values of one SQL type, none of them null but for a category, into the array of a tensor.
 * A NaN or infinite number refuses its row, as does a double that a float32 cannot reach.
 */
final class ElementReader {
    private static final int PADDING = 0;

    private final String column;
    private final boolean inArray;
    private final LogicalTypeRoot root;
    private final int precision;
    private final int scale;

    /** Copies all of {@code from} into {@code to}, beginning at {@code at}. */
    interface ElementCopy<A> {
        void copy(ElementReader reader, ArrayData from, A to, int at) throws RowRejected;
    }

    /** @param type the type of the column, arrays included */
    ElementReader(String column, LogicalType type) {
        this.column = column;
        inArray = TypeFit.depth(type) > 0;
        LogicalType element = TypeFit.element(type);
        root = element.getTypeRoot();
        boolean decimal = root == LogicalTypeRoot.DECIMAL;
        precision = decimal ? LogicalTypeChecks.getPrecision(element) : 0;
        scale = decimal ? LogicalTypeChecks.getScale(element) : 0;
    }

    void floats(ArrayData from, float[] to, int at) throws RowRejected {
        if (inArray && root == LogicalTypeRoot.FLOAT) {
            // In one piece: a row of a thousand numbers is read in the time of its copy.
            float[] floats = from.toFloatArray();
            int bad = FeatureColumns.firstNotFinite(floats, 0, floats.length);
            if (bad >= 0) {
                throw notFinite(bad, floats[bad]);
            }
            System.arraycopy(floats, 0, to, at, floats.length);
            return;
        }
        for (int i = 0; i < from.size(); i++) {
            double value = real(from, i);
            to[at + i] = (float) value;
            if (!Float.isFinite(to[at + i])) {
                throw notFinite(i, value);
            }
        }
    }

    void doubles(ArrayData from, double[] to, int at) throws RowRejected {
        for (int i = 0; i < from.size(); i++) {
            to[at + i] = real(from, i);
            if (!Double.isFinite(to[at + i])) {
                throw notFinite(i, to[at + i]);
            }
        }
    }

    void ints(ArrayData from, int[] to, int at) {
        for (int i = 0; i < from.size(); i++) {
            to[at + i] = (int) whole(from, i);
        }
    }

    void longs(ArrayData from, long[] to, int at) {
        for (int i = 0; i < from.size(); i++) {
            to[at + i] = whole(from, i);
        }
    }

    void bools(ArrayData from, boolean[] to, int at) {
        for (int i = 0; i < from.size(); i++) {
            to[at + i] = from.getBoolean(i);
        }
    }

    /** Characters as UTF-8, bytes as they are. */
    void strings(ArrayData from, byte[][] to, int at) {
        for (int i = 0; i < from.size(); i++) {
            to[at + i] = switch (root) {
                case CHAR, VARCHAR -> from.getString(i).toBytes();
                case BINARY, VARBINARY -> from.getBinary(i);
                default -> throw unexpected();
            };
        }
    }

    /** Ids of category names: null is padding. */
    void categories(Map<StringData, Integer> ids, ArrayData from, int[] to, int at) {
        for (int i = 0; i < from.size(); i++) {
            to[at + i] = from.isNullAt(i) ? PADDING : ids.getOrDefault(from.getString(i), FeatureColumns.OTHER);
        }
    }

    private double real(ArrayData array, int index) {
        return switch (root) {
            case FLOAT -> array.getFloat(index);
            case DOUBLE -> array.getDouble(index);
            case DECIMAL ->
                array.getDecimal(index, precision, scale).toBigDecimal().doubleValue();
            default -> whole(array, index);
        };
    }

    private long whole(ArrayData array, int index) {
        return switch (root) {
            case TINYINT -> array.getByte(index);
            case SMALLINT -> array.getShort(index);
            case INTEGER -> array.getInt(index);
            case BIGINT -> array.getLong(index);
            default -> throw unexpected();
        };
    }

    private RowRejected notFinite(int index, double found) {
        String place = inArray ? "[" + index + "]" : "";
        return new RowRejected("not-finite", "Expected a finite number in " + column + place + ", found " + found);
    }

    private IllegalStateException unexpected() {
        return new IllegalStateException("A column of type " + root + " was bound to a tensor of another");
    }
}
