package io.leeway.functions;

import java.time.Instant;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.functions.AggregateFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code ACTIVITY_WEEKS(type, time)}: how much of what was done in each of the last 26 calendar
 * weeks, {@code floor(time / 7 days)}; row 25 is the week of the latest activity.
 *
 * <p>Null where there is no activity. Impressions, erasures, objections, consents, unknown types and
 * rows with a null are left out. Keeps at most {@link WeekCounts#WEEKS} weeks a group.
 */
@FunctionHint(
        output =
                @DataTypeHint(
                        value = "ARRAY<ROW<week INT, views BIGINT, wishes BIGINT, purchases BIGINT, returns BIGINT,"
                                + " reviews BIGINT, socials BIGINT, ad_clicks BIGINT>>",
                        bridgedTo = ArrayData.class))
public final class ActivityWeeks extends AggregateFunction<ArrayData, WeekCounts> {
    private static final long serialVersionUID = 1L;

    @Override
    public WeekCounts createAccumulator() {
        return new WeekCounts();
    }

    public void accumulate(
            WeekCounts weeks,
            @ArgumentHint(name = "type") @Nullable String type,
            @ArgumentHint(name = "time", type = @DataTypeHint("TIMESTAMP_LTZ(3)")) @Nullable Instant time) {
        change(weeks, type, time, 1);
    }

    public void retract(WeekCounts weeks, @Nullable String type, @Nullable Instant time) {
        change(weeks, type, time, -1);
    }

    public void merge(WeekCounts weeks, Iterable<WeekCounts> others) {
        for (WeekCounts other : others) {
            weeks.add(other);
        }
    }

    @Override
    public @Nullable ArrayData getValue(WeekCounts weeks) {
        return weeks.rows();
    }

    private static void change(WeekCounts weeks, @Nullable String type, @Nullable Instant time, int times) {
        if (type != null && time != null) {
            weeks.change(type, time.toEpochMilli(), times);
        }
    }
}
