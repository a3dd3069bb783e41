package io.leeway.functions.rows;

import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Reads single non-null values of one SQL type as the type that a tensor needs. */
final class ElementReader {
    private final LogicalTypeRoot root;
    private final int precision;
    private final int scale;

    ElementReader(LogicalType type) {
        root = type.getTypeRoot();
        boolean decimal = root == LogicalTypeRoot.DECIMAL;
        precision = decimal ? LogicalTypeChecks.getPrecision(type) : 0;
        scale = decimal ? LogicalTypeChecks.getScale(type) : 0;
    }

    boolean areFloats() {
        return root == LogicalTypeRoot.FLOAT;
    }

    boolean areInts() {
        return root == LogicalTypeRoot.INTEGER;
    }

    double real(RowData row, int field) {
        return switch (root) {
            case FLOAT -> row.getFloat(field);
            case DOUBLE -> row.getDouble(field);
            case DECIMAL -> real(row.getDecimal(field, precision, scale));
            default -> whole(row, field);
        };
    }

    double real(ArrayData array, int index) {
        return switch (root) {
            case FLOAT -> array.getFloat(index);
            case DOUBLE -> array.getDouble(index);
            case DECIMAL -> real(array.getDecimal(index, precision, scale));
            default -> whole(array, index);
        };
    }

    long whole(RowData row, int field) {
        return switch (root) {
            case TINYINT -> row.getByte(field);
            case SMALLINT -> row.getShort(field);
            case INTEGER -> row.getInt(field);
            case BIGINT -> row.getLong(field);
            default -> throw unexpected();
        };
    }

    long whole(ArrayData array, int index) {
        return switch (root) {
            case TINYINT -> array.getByte(index);
            case SMALLINT -> array.getShort(index);
            case INTEGER -> array.getInt(index);
            case BIGINT -> array.getLong(index);
            default -> throw unexpected();
        };
    }

    byte[] bytes(RowData row, int field) {
        return switch (root) {
            case CHAR, VARCHAR -> row.getString(field).toBytes();
            case BINARY, VARBINARY -> row.getBinary(field);
            default -> throw unexpected();
        };
    }

    byte[] bytes(ArrayData array, int index) {
        return switch (root) {
            case CHAR, VARCHAR -> array.getString(index).toBytes();
            case BINARY, VARBINARY -> array.getBinary(index);
            default -> throw unexpected();
        };
    }

    private static double real(DecimalData decimal) {
        return decimal.toBigDecimal().doubleValue();
    }

    private IllegalStateException unexpected() {
        return new IllegalStateException("A column of type " + root + " was bound to a tensor of another");
    }
}
