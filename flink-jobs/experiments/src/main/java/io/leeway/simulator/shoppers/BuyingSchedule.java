package io.leeway.simulator.shoppers;

import io.leeway.shopper.TimeMillis;

/** When a shopper buys: the last buying visit and the day of the next. */
public final class BuyingSchedule {
    private static final double PUTTING_OFF = 0.6;
    private static final double PUT_OFF_CYCLES = 0.4;
    private static final double DAYS_AFTER_PAUSE = 3;
    private static final double INTENT = 0.7;

    private final ShopperTraits traits;
    private long last;
    private long next;

    private BuyingSchedule(ShopperTraits traits, long last, long next) {
        this.traits = traits;
        this.last = last;
        this.next = next;
    }

    /** Of a shopper who has just joined, after a uniform share of a cycle. */
    public static BuyingSchedule first(ShopperTraits traits, double share) {
        return new BuyingSchedule(
                traits,
                traits.stay().joinedMillis(),
                traits.stay().joinedMillis() + (long) (share * traits.habits().cycleDays() * TimeMillis.DAY));
    }

    /**
     * After a visit to buy.
     *
     * @param gapDays days to the next, by the gamma distribution of
     *     {@link ShopperTraits#regularity} and {@link #meanGap}; at least one passes
     * @param afterPause where the next would fall into a pause, which share of three days passes
     *     between its end and the visit: uniform
     */
    public static BuyingSchedule after(ShopperTraits traits, long boughtMillis, double gapDays, double afterPause) {
        long due = boughtMillis + (long) (Math.max(1, gapDays) * TimeMillis.DAY);
        long free = traits.afterPause(due);
        long next = free == due ? due : free + (long) (afterPause * DAYS_AFTER_PAUSE * TimeMillis.DAY);
        return new BuyingSchedule(traits, boughtMillis, next);
    }

    /** The same after a visit to buy, by chance. */
    public static BuyingSchedule after(ShopperTraits traits, long boughtMillis, long dayStart, SeededRandom dice) {
        double gapDays = dice.gamma(traits.habits().regularity(), meanGap(traits, dayStart));
        long due = boughtMillis + (long) (Math.max(1, gapDays) * TimeMillis.DAY);
        // No chance is used up where no pause moves the visit.
        return after(traits, boughtMillis, gapDays, traits.afterPause(due) == due ? 0 : dice.uniform());
    }

    /** Mean days from a buying visit on a day to the next. */
    public static double meanGap(ShopperTraits traits, long dayStart) {
        return traits.habits().cycleDays() * (1 + 1.2 * traits.leaving(dayStart)) / SimulatedShopper.yearly(dayStart);
    }

    /** Whether they would buy on a day that ends then. */
    public boolean isDue(long dayEnd) {
        return next < dayEnd;
    }

    /** The chance that a visit that is due is put off. */
    public static double puttingOff(double leaving) {
        return PUTTING_OFF * leaving;
    }

    public void putOff() {
        next += (long) (PUT_OFF_CYCLES * traits.habits().cycleDays() * TimeMillis.DAY) + TimeMillis.DAY;
    }

    /** Whether the next buying visit is near enough for them to look around more. */
    public boolean intent(long dayStart) {
        return (dayStart - last) / (double) Math.max(1, next - last) > INTENT;
    }
}
