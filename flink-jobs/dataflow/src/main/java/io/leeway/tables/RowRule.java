package io.leeway.tables;

import java.io.Serializable;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a row that was read.
 *
 * <p>A live row is emitted with its time as the record's timestamp, a historical one without any:
 * by that {@link HeldWatermarks} separates them, since SQL's rows themselves must have the table's
 * columns and no more.
 *
 * @param filter absent: every row is emitted
 */
record RowRule(TableRowShape shape, @Nullable RowFilter filter) implements Serializable {

    void apply(RowData read, SourceOutput<RowData> output) {
        if (filter == null) {
            output.collect(shape.of(read));
            return;
        }
        long timeMillis = filter.timeOf(read);
        if (timeMillis == RowFilter.DROPPED) {
            return;
        }
        if (filter.isLive()) {
            output.collect(shape.of(read), timeMillis);
        } else {
            output.collect(shape.of(read));
        }
    }
}
