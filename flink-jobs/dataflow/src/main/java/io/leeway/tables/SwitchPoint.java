package io.leeway.tables;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Where history ends and live rows begin: at which value of which column.
 *
 * @param position of the column among the table's physical ones
 * @param value in the column's own terms
 * @param instant the same
 * @param rowtime whether watermarks are of that column
 */
record SwitchPoint(int position, int precision, TimestampData value, Instant instant, boolean rowtime) {
    private static final String USUAL_COLUMN = "event_time";

    /**
     * The point in a table.
     *
     * @param named the column, if the table names one
     * @param zone of a column without one
     * @param rowtime the columns that watermarks are of
     * @throws ValidationException where it is not clear which column separates rows
     */
    static SwitchPoint of(Instant instant, @Nullable String named, RowType type, ZoneId zone, Set<String> rowtime) {
        List<String> times = type.getFields().stream()
                .filter(field -> isTime(field.getType()))
                .map(RowType.RowField::getName)
                .toList();
        String column = named;
        if (column == null) {
            column = times.contains(USUAL_COLUMN) ? USUAL_COLUMN : times.size() == 1 ? times.get(0) : null;
        }
        if (column == null || !times.contains(column)) {
            throw new ValidationException(
                    "Expected 'switch.column' to name the column by whose time rows are separated, found "
                            + (named == null ? "none" : "'" + named + "'")
                            + "; columns of type TIMESTAMP or TIMESTAMP_LTZ are "
                            + times);
        }
        int position = type.getFieldIndex(column);
        boolean watermarked = rowtime.contains(column);
        if (type.getTypeAt(position) instanceof LocalZonedTimestampType zoned) {
            return new SwitchPoint(
                    position, zoned.getPrecision(), TimestampData.fromInstant(instant), instant, watermarked);
        }
        int precision = ((TimestampType) type.getTypeAt(position)).getPrecision();
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        return new SwitchPoint(position, precision, TimestampData.fromLocalDateTime(local), instant, watermarked);
    }

    /** Up to where a reader without more history has passed, or {@code Long.MIN_VALUE}. */
    long historyEndMillis() {
        return rowtime ? value.getMillisecond() - 1 : Long.MIN_VALUE;
    }

    private static boolean isTime(LogicalType type) {
        return type instanceof LocalZonedTimestampType || type instanceof TimestampType;
    }

    /** The filter of a half's rows. */
    RowFilter filter(Half half, int positionInRow) {
        return new RowFilter(half, positionInRow, precision, value);
    }
}
