package io.leeway.functions;

import io.leeway.shopper.TimeMillis;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.jspecify.annotations.Nullable;

/**
 * The state of {@link ActivityWeeks}: counts by week. Fields are public because Flink stores them.
 *
 * <p>Taking back subtracts. Twice as many weeks are kept as are reported: the report is exact as
 * long as rows that are taken back do not move the latest week by more than 26.
 */
public final class WeekCounts {
    public static final int WEEKS = 52;

    private static final int REPORTED = 26;
    private static final int COUNTERS = 7;

    public Map<Long, Long[]> weeks = new HashMap<>();

    /** Counts an event as often as {@code times} says, below 0 to take it back. */
    void change(String type, long timeMillis, long times) {
        int counter =
                switch (type) {
                    case "view" -> 0;
                    case "cart", "favourite" -> 1;
                    case "purchase" -> 2;
                    case "return" -> 3;
                    case "review" -> 4;
                    case "social" -> 5;
                    case "ad_click" -> 6;
                    default -> -1;
                };
        if (counter >= 0) {
            Long[] one = new Long[COUNTERS];
            Arrays.fill(one, 0L);
            one[counter] = times;
            add(Math.floorDiv(timeMillis, TimeMillis.WEEK), one);
            trim();
        }
    }

    void add(WeekCounts other) {
        other.weeks.forEach(this::add);
        trim();
    }

    private void add(long week, Long[] more) {
        Long[] sums = weeks.getOrDefault(week, new Long[COUNTERS]).clone();
        boolean nothing = true;
        for (int i = 0; i < COUNTERS; i++) {
            sums[i] = (sums[i] == null ? 0 : sums[i]) + more[i];
            nothing &= sums[i] == 0;
        }
        if (nothing) {
            weeks.remove(week);
        } else {
            weeks.put(week, sums);
        }
    }

    private OptionalLong latest() {
        return weeks.entrySet().stream()
                .filter(entry -> Arrays.stream(entry.getValue()).anyMatch(count -> count > 0))
                .mapToLong(Map.Entry::getKey)
                .max();
    }

    private void trim() {
        if (weeks.size() > WEEKS) {
            latest().ifPresent(latest -> weeks.keySet().removeIf(week -> week <= latest - WEEKS));
        }
    }

    /** The reported weeks, the oldest first; null where nothing is counted. */
    @Nullable
    ArrayData rows() {
        OptionalLong latest = latest();
        if (latest.isEmpty()) {
            return null;
        }
        Object[] rows = new Object[REPORTED];
        for (int week = 0; week < REPORTED; week++) {
            Long[] counts = weeks.get(latest.getAsLong() - REPORTED + 1 + week);
            GenericRowData row = new GenericRowData(COUNTERS + 1);
            row.setField(0, week);
            for (int i = 0; i < COUNTERS; i++) {
                row.setField(i + 1, counts == null ? 0L : counts[i]);
            }
            rows[week] = row;
        }
        return new GenericArrayData(rows);
    }
}
