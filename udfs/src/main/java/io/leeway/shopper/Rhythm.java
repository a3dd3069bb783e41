package io.leeway.shopper;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;

/** {@code rhythm}: how regularly the shopper buys. Keeps purchase days and the last purchase. */
final class Rhythm implements ProfilePart {
    private static final double MOST = 20;

    private long firstDay;
    private long lastDay;
    private long days;
    private long lastPurchase;

    @Override
    public void observe(ShopperEvent event) {
        if (event.type() != EventType.PURCHASE) {
            return;
        }
        long day = Math.floorDiv(event.eventTimeMillis(), TimeMillis.DAY);
        if (days == 0) {
            firstDay = day;
        }
        if (days == 0 || day > lastDay) {
            lastDay = day;
            days++;
        }
        lastPurchase = event.eventTimeMillis();
    }

    /** Number of UTC days with a purchase. */
    long purchaseDays() {
        return days;
    }

    /** float32[4]: see the rule book. */
    void write(long asOfMillis, WeeklyActivity weeks, VectorWriter out) {
        double mean = days < 2 ? 0 : (lastDay - firstDay) / (days - 1.0);
        out.number(mean);
        out.number(mean == 0 ? 0 : Math.min(MOST, (double) (asOfMillis - lastPurchase) / TimeMillis.DAY / mean));
        long recent = weeks.shopping(asOfMillis, 0, 4);
        long before = weeks.shopping(asOfMillis, 4, 8);
        out.number(Math.min(MOST, recent / (before + 1.0)));
        out.number(Math.floorMod(asOfMillis, TimeMillis.WEEK) / (double) TimeMillis.WEEK);
    }

    @Override
    public boolean isEmpty() {
        return days == 0;
    }

    @Override
    public void save(ByteOutput out, CategoryDictionary dictionary) {
        out.writeLong(firstDay);
        out.writeLong(lastDay - firstDay);
        out.writeLong(days);
        out.writeLong(lastPurchase);
    }

    @Override
    public void load(ByteInput in, CategoryDictionary dictionary) {
        firstDay = in.readLong();
        lastDay = firstDay + in.readLong();
        days = in.readLong();
        lastPurchase = in.readLong();
    }
}
