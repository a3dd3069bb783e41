package io.leeway.simulator;

/** When a shopper buys: the last buying visit and the day of the next, which leaving puts off and pauses move. Event times in milliseconds. */
final class Buying {
    private static final double PUTTING_OFF = 0.6;
    private static final double PUT_OFF_CYCLES = 0.4;
    private static final double DAYS_AFTER_PAUSE = 3;
    private static final double INTENT = 0.7;

    private final Temper temper;
    private long last;
    private long next;

    private Buying(Temper temper, long last, long next) {
        this.temper = temper;
        this.last = last;
        this.next = next;
    }

    /** Of somebody who has just joined. @param share of a cycle that passes until the first visit to buy: uniform */
    static Buying first(Temper temper, double share) {
        return new Buying(
                temper,
                temper.joinedMillis(),
                temper.joinedMillis() + (long) (share * temper.cycleDays() * Temper.DAY));
    }

    /**
     * After a visit to buy.
     *
     * @param gapDays days to the next, by the gamma distribution of {@link Temper#regularity} and {@link #meanGap}; at least one passes
     * @param afterPause where the next would fall into a pause, which share of three days passes between its end and the visit: uniform
     */
    static Buying after(Temper temper, long boughtMillis, double gapDays, double afterPause) {
        long due = boughtMillis + (long) (Math.max(1, gapDays) * Temper.DAY);
        long free = temper.afterPause(due);
        long next = free == due ? due : free + (long) (afterPause * DAYS_AFTER_PAUSE * Temper.DAY);
        return new Buying(temper, boughtMillis, next);
    }

    /** The same after a visit to buy, by chance. */
    static Buying after(Temper temper, long boughtMillis, long dayStart, Dice dice) {
        double gapDays = dice.gamma(temper.regularity(), meanGap(temper, dayStart));
        long due = boughtMillis + (long) (Math.max(1, gapDays) * Temper.DAY);
        // No chance is used up where no pause moves the visit.
        return after(temper, boughtMillis, gapDays, temper.afterPause(due) == due ? 0 : dice.uniform());
    }

    /** Mean days from a buying visit on a day to the next. */
    static double meanGap(Temper temper, long dayStart) {
        return temper.cycleDays() * (1 + 1.2 * temper.leaving(dayStart)) / Life.yearly(dayStart);
    }

    /** Whether they would buy on a day that ends then. */
    boolean isDue(long dayEnd) {
        return next < dayEnd;
    }

    /** The chance that a visit that is due is put off. */
    static double puttingOff(double leaving) {
        return PUTTING_OFF * leaving;
    }

    void putOff() {
        next += (long) (PUT_OFF_CYCLES * temper.cycleDays() * Temper.DAY) + Temper.DAY;
    }

    /** Whether the next buying visit is near enough for them to look around more. */
    boolean intent(long dayStart) {
        return (dayStart - last) / (double) Math.max(1, next - last) > INTENT;
    }
}
