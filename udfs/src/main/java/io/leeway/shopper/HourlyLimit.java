package io.leeway.shopper;

import io.leeway.shopper.events.ShopperEvent;

/**
 * How many events of one hour of event time came to be applied, in {@link ShopperEvent#ORDER}: the
 * first ones may be, whatever becomes of them, and the rest are too many.
 *
 * <p>Which events those are is a function of the set of events alone. So the count includes
 * duplicates and what an erasure or an objection drops, and neither resets it; only erasures,
 * objections and consents are never counted. It is kept until the profile has advanced beyond the hour.
 */
final class HourlyLimit implements ProfilePart {
    private static final long HOUR_MILLIS = 3_600_000;

    private final int most;
    private long hour;
    private int count;

    HourlyLimit(int most) {
        this.most = most;
    }

    /** Counts an event, and says whether it may be applied. */
    boolean admits(long eventTimeMillis) {
        forgetBefore(eventTimeMillis);
        if (count == most) {
            return false;
        }
        hour = Math.floorDiv(eventTimeMillis, HOUR_MILLIS);
        count++;
        return true;
    }

    /** Lets go of the count of an hour of which no event can follow. */
    void forgetBefore(long timeMillis) {
        if (Math.floorDiv(timeMillis, HOUR_MILLIS) > hour) {
            count = 0;
        }
    }

    /** Events are counted before they are applied. */
    @Override
    public void observe(ShopperEvent event) {}

    @Override
    public boolean isEmpty() {
        return count == 0;
    }

    @Override
    public void save(ByteOutput out, CategoryDictionary dictionary) {
        out.writeLong(hour);
        out.writeLong(count);
    }

    @Override
    public void load(ByteInput in, CategoryDictionary dictionary) {
        hour = in.readLong();
        count = in.readInt();
    }
}
