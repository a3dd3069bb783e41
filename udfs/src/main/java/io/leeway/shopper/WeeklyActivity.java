package io.leeway.shopper;

import io.leeway.shopper.events.ShopperEvent;
import java.util.Arrays;

/**
 * {@code weeks}: what the shopper did in each of the last 26 calendar weeks.
 *
 * <p>Keeps at most 26 rows of counts and sums, by week since the epoch; an empty week costs
 * nothing.
 */
public final class WeeklyActivity implements ProfilePart {
    public static final int WEEKS = 26;
    private static final int VIEWS = 0;
    private static final int WISHES = 1;
    private static final int PURCHASES = 2;
    private static final int RETURNS = 3;
    private static final int RATINGS = 4;
    private static final int SOCIALS = 5;
    private static final int CLICKS = 6;
    private static final int ACTIVE_DAYS = 7;
    private static final int COUNTERS = 8;

    /** The row of week w is at w mod 26; it belongs to w only where {@code weekOf} says so. */
    private final long[] weekOf = new long[WEEKS];

    private final long[][] counts = new long[WEEKS][COUNTERS];
    private final double[] amounts = new double[WEEKS];
    private final double[] ratingSums = new double[WEEKS];
    private long lastActiveDay = Long.MIN_VALUE;

    WeeklyActivity() {
        Arrays.fill(weekOf, Long.MIN_VALUE);
    }

    @Override
    public void observe(ShopperEvent event) {
        if (!event.type().isActivity()) {
            return;
        }
        int row = open(Math.floorDiv(event.eventTimeMillis(), TimeMillis.WEEK));
        if (row < 0) {
            return;
        }
        switch (event.type()) {
            case VIEW -> counts[row][VIEWS]++;
            case CART, FAVOURITE -> counts[row][WISHES]++;
            case PURCHASE -> {
                counts[row][PURCHASES]++;
                amounts[row] += event.amount();
            }
            case RETURN -> counts[row][RETURNS]++;
            case REVIEW -> {
                if (event.rating() > 0) {
                    counts[row][RATINGS]++;
                    ratingSums[row] += event.rating();
                }
            }
            case SOCIAL -> counts[row][SOCIALS]++;
            case AD_CLICK -> counts[row][CLICKS]++;
            default -> {}
        }
        long day = Math.floorDiv(event.eventTimeMillis(), TimeMillis.DAY);
        if (day > lastActiveDay) {
            lastActiveDay = day;
            counts[row][ACTIVE_DAYS]++;
        }
    }

    /** The row of a week, emptied if it holds an older week; −1 when it holds a younger one. */
    private int open(long week) {
        int row = (int) Math.floorMod(week, (long) WEEKS);
        if (weekOf[row] > week) {
            return -1;
        }
        if (weekOf[row] < week) {
            weekOf[row] = week;
            Arrays.fill(counts[row], 0);
            amounts[row] = 0;
            ratingSums[row] = 0;
        }
        return row;
    }

    private int find(long week) {
        int row = (int) Math.floorMod(week, (long) WEEKS);
        return weekOf[row] == week ? row : -1;
    }

    /** float32[26, 9]; row 25 is the week of the as-of time. */
    void write(long asOfMillis, VectorWriter out) {
        long thisWeek = Math.floorDiv(asOfMillis, TimeMillis.WEEK);
        for (long week = thisWeek - WEEKS + 1; week <= thisWeek; week++) {
            int row = find(week);
            if (row < 0) {
                for (int column = 0; column < 9; column++) {
                    out.number(0);
                }
                continue;
            }
            long[] counted = counts[row];
            out.log1p(counted[VIEWS]);
            out.log1p(counted[WISHES]);
            out.log1p(counted[PURCHASES]);
            out.log1p(amounts[row]);
            out.log1p(counted[RETURNS]);
            out.number(counted[RATINGS] == 0 ? 0 : ratingSums[row] / counted[RATINGS] / 5);
            out.log1p(counted[SOCIALS]);
            out.log1p(counted[CLICKS]);
            out.log1p(counted[ACTIVE_DAYS]);
        }
    }

    /** Views, wishes and purchases in the weeks [youngest, oldest) before the as-of week. */
    long shopping(long asOfMillis, int youngest, int oldest) {
        long thisWeek = Math.floorDiv(asOfMillis, TimeMillis.WEEK);
        long sum = 0;
        for (int back = youngest; back < oldest; back++) {
            int row = find(thisWeek - back);
            if (row >= 0) {
                sum += counts[row][VIEWS] + counts[row][WISHES] + counts[row][PURCHASES];
            }
        }
        return sum;
    }

    @Override
    public boolean isEmpty() {
        return lastActiveDay == Long.MIN_VALUE;
    }

    @Override
    public void save(ByteOutput out, CategoryDictionary dictionary) {
        out.writeLong(lastActiveDay);
        long newest = Arrays.stream(weekOf).max().orElse(0);
        out.writeLong(newest);
        for (int back = 0; back < WEEKS; back++) {
            int row = find(newest - back);
            if (row < 0) {
                continue;
            }
            int present = amounts[row] == 0 ? 0 : 1;
            for (int counter = 0; counter < COUNTERS; counter++) {
                present |= counts[row][counter] == 0 ? 0 : 2 << counter;
            }
            out.writeByte(back);
            out.writeLong(present);
            for (int counter = 0; counter < COUNTERS; counter++) {
                if (counts[row][counter] != 0) {
                    out.writeLong(counts[row][counter]);
                }
            }
            if (amounts[row] != 0) {
                out.writeDouble(amounts[row]);
            }
            if (counts[row][RATINGS] != 0) {
                out.writeDouble(ratingSums[row]);
            }
        }
        out.writeByte(WEEKS);
    }

    @Override
    public void load(ByteInput in, CategoryDictionary dictionary) {
        lastActiveDay = in.readLong();
        long newest = in.readLong();
        for (int back = in.readByte(); back < WEEKS; back = in.readByte()) {
            int row = open(newest - back);
            long present = in.readLong();
            for (int counter = 0; counter < COUNTERS; counter++) {
                if ((present & 2L << counter) != 0) {
                    counts[row][counter] = in.readLong();
                }
            }
            if ((present & 1) != 0) {
                amounts[row] = in.readDouble();
            }
            if (counts[row][RATINGS] != 0) {
                ratingSums[row] = in.readDouble();
            }
        }
    }
}
