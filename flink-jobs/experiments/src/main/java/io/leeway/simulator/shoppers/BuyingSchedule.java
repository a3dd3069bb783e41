package io.leeway.simulator.shoppers;

/** When a shopper buys: the last buying visit and the day of the next, which leaving puts off and pauses move. Event times in milliseconds. */
public final class BuyingSchedule {
    private static final double PUTTING_OFF = 0.6;
    private static final double PUT_OFF_CYCLES = 0.4;
    private static final double DAYS_AFTER_PAUSE = 3;
    private static final double INTENT = 0.7;

    private final ShopperTraits temper;
    private long last;
    private long next;

    private BuyingSchedule(ShopperTraits temper, long last, long next) {
        this.temper = temper;
        this.last = last;
        this.next = next;
    }

    /** Of somebody who has just joined. @param share of a cycle that passes until the first visit to buy: uniform */
    public static BuyingSchedule first(ShopperTraits temper, double share) {
        return new BuyingSchedule(
                temper,
                temper.joinedMillis(),
                temper.joinedMillis() + (long) (share * temper.cycleDays() * ShopperTraits.DAY));
    }

    /**
     * After a visit to buy.
     *
     * @param gapDays days to the next, by the gamma distribution of {@link ShopperTraits#regularity} and {@link #meanGap}; at least one passes
     * @param afterPause where the next would fall into a pause, which share of three days passes between its end and the visit: uniform
     */
    public static BuyingSchedule after(ShopperTraits temper, long boughtMillis, double gapDays, double afterPause) {
        long due = boughtMillis + (long) (Math.max(1, gapDays) * ShopperTraits.DAY);
        long free = temper.afterPause(due);
        long next = free == due ? due : free + (long) (afterPause * DAYS_AFTER_PAUSE * ShopperTraits.DAY);
        return new BuyingSchedule(temper, boughtMillis, next);
    }

    /** The same after a visit to buy, by chance. */
    public static BuyingSchedule after(ShopperTraits temper, long boughtMillis, long dayStart, SeededRandom dice) {
        double gapDays = dice.gamma(temper.regularity(), meanGap(temper, dayStart));
        long due = boughtMillis + (long) (Math.max(1, gapDays) * ShopperTraits.DAY);
        // No chance is used up where no pause moves the visit.
        return after(temper, boughtMillis, gapDays, temper.afterPause(due) == due ? 0 : dice.uniform());
    }

    /** Mean days from a buying visit on a day to the next. */
    public static double meanGap(ShopperTraits temper, long dayStart) {
        return temper.cycleDays() * (1 + 1.2 * temper.leaving(dayStart)) / SimulatedShopper.yearly(dayStart);
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
        next += (long) (PUT_OFF_CYCLES * temper.cycleDays() * ShopperTraits.DAY) + ShopperTraits.DAY;
    }

    /** Whether the next buying visit is near enough for them to look around more. */
    public boolean intent(long dayStart) {
        return (dayStart - last) / (double) Math.max(1, next - last) > INTENT;
    }
}
