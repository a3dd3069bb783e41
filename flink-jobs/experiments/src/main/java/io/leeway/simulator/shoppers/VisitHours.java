package io.leeway.simulator.shoppers;

import io.leeway.shopper.TimeMillis;
import org.apache.commons.math3.special.Erf;

/**
 * At which hour a shopper comes: mostly around one hour of their own, else by day. Event times in
 * milliseconds, days in UTC.
 */
public record VisitHours(double peakHour) {
    private static final double HOUR = 3_600_000;
    private static final double AROUND_PEAK = 0.85;
    private static final double DEVIATION = 2.2;
    private static final double OPENS = 7;
    private static final double CLOSES = 23;

    /** An even millisecond of the day that begins at this instant. */
    public long draw(long dayStart, SeededRandom dice) {
        double hour = dice.chance(AROUND_PEAK) ? peakHour + DEVIATION * dice.gaussian() : dice.between(OPENS, CLOSES);
        double wrapped = hour - 24 * StrictMath.floor(hour / 24);
        return (dayStart + Math.min(TimeMillis.DAY - 2, (long) (wrapped * HOUR))) & ~1L;
    }

    /**
     * The chance that what is drawn for a day lies at or before an instant: 0 before the day, 1
     * after it.
     */
    public double by(long dayStart, long atMillis) {
        if (atMillis < dayStart) {
            return 0;
        }
        if (atMillis >= dayStart + TimeMillis.DAY) {
            return 1;
        }
        double hour = (atMillis - dayStart) / HOUR;
        double around = 0;
        // The bell continues over midnight.
        for (int turn = -24; turn <= 24; turn += 24) {
            around += normal(hour + turn) - normal(turn);
        }
        double byDay = Math.min(1, Math.max(0, (hour - OPENS) / (CLOSES - OPENS)));
        return Math.min(1, AROUND_PEAK * around + (1 - AROUND_PEAK) * byDay);
    }

    private double normal(double hour) {
        return 0.5 * Erf.erfc((peakHour - hour) / (DEVIATION * StrictMath.sqrt(2)));
    }
}
