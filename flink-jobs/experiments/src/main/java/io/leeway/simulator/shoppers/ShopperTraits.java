package io.leeway.simulator.shoppers;

import io.leeway.shopper.TimeMillis;
import java.util.ArrayList;
import java.util.List;

/** What a shopper is like and what is to become of them, drawn once. */
public record ShopperTraits(Stay stay, Habits habits, Reactions reactions) {
    /**
     * When a shopper is there. Event times in milliseconds.
     *
     * @param joinedMillis the first instant at which anything is seen of them
     * @param leavesMillis after which they never come again; {@link Long#MAX_VALUE} for those who
     *     stay
     * @param warningMillis for how long before leaving it shows
     * @param pauses holidays, each from and to: nothing is seen meanwhile
     */
    public record Stay(long joinedMillis, long leavesMillis, long warningMillis, List<long[]> pauses) {}

    /**
     * How often and when a shopper comes.
     *
     * @param cycleDays mean days from one buying visit to the next
     * @param regularity shape of the gamma distribution of a cycle: the higher, the more regular
     * @param visitsPerDay visits a day without those to buy
     * @param peakHour hour of the day at which they mostly come
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
    public record Habits(
            double cycleDays,
            double regularity,
            double visitsPerDay,
            double viewsPerVisit,
            double peakHour,
            double weekendFactor,
            double[] platforms) {}

    /**
     * How a shopper reacts.
     *
     * @param sociability chance of a social action after a view
     * @param adAffinity chance of a click on an impression
     */
    public record Reactions(
            double satisfaction, double reviewing, double returning, double sociability, double adAffinity) {}

    private static final double NEWCOMERS = 0.25;
    private static final double HASTY = 0.08;
    private static final double LEAST_STAY_DAYS = 10;
    private static final double MEAN_STAY_DAYS = 240;
    private static final double MOST_WARNING_DAYS = 35;
    private static final double LEAST_WARNING_DAYS = 14;
    private static final double WARNING_OF_STAY = 0.6;
    private static final double DAYS_TO_FIRST_PAUSE = 120;
    private static final double DAYS_TO_NEXT_PAUSE = 150;
    private static final double LEAST_PAUSE_DAYS = 7;
    private static final double MOST_PAUSE_DAYS = 21;

    public static ShopperTraits draw(ShopSettings settings, int shopper) {
        SeededRandom dice = new SeededRandom(SeededRandom.seed(settings.seed(), SeedPurpose.TEMPER, shopper));
        long start = settings.historyStart().toEpochMilli();
        double days = settings.historyDays() + (double) ShopSettings.MOST_LIVE_DAYS;
        boolean newcomer = dice.chance(NEWCOMERS);
        // Of those who join later, most do so in history; some live, so that shoppers without
        // history occur there.
        double joinedDay = newcomer ? dice.between(0, settings.historyDays() + 30.0) : 0;
        double stay = stayDays(dice);
        long joined = start + (long) (joinedDay * TimeMillis.DAY);
        long leaves = joinedDay + stay < days ? joined + (long) (stay * TimeMillis.DAY) : Long.MAX_VALUE;
        double cycle = Math.min(60, Math.max(2.5, dice.logNormal(8.5, 0.85)));
        // The order of the draws decides the shop.
        long warning = (long) (warningDays(stay, dice) * TimeMillis.DAY);
        double regularity = dice.between(6.0, 20.0);
        double visits = Math.min(3, Math.max(0.1, dice.logNormal(0.75, 0.5) * StrictMath.pow(8.5 / cycle, 0.3)));
        double views = dice.logNormal(2.6, 0.35);
        Reactions reactions = new Reactions(
                4.2 + 0.4 * dice.gaussian(),
                dice.between(0.1, 0.6),
                dice.between(0.02, 0.14),
                dice.between(0.0, 0.12),
                dice.between(0.02, 0.18));
        double peakHour = dice.chance(0.7) ? dice.between(17.0, 22.0) : dice.between(9.0, 16.0);
        Habits habits =
                new Habits(cycle, regularity, visits, views, peakHour, dice.logNormal(1.2, 0.4), platforms(dice));
        return new ShopperTraits(new Stay(joined, leaves, warning, pauses(dice, start, days)), habits, reactions);
    }

    public static double stayDays(SeededRandom dice) {
        return dice.chance(HASTY) ? dice.between(3.0, 25.0) : LEAST_STAY_DAYS + dice.exponential(MEAN_STAY_DAYS);
    }

    public static double warningDays(double stay, SeededRandom dice) {
        return Math.min(dice.between(LEAST_WARNING_DAYS, MOST_WARNING_DAYS), stay * WARNING_OF_STAY);
    }

    private static double[] platforms(SeededRandom dice) {
        double[] usual = {3, 4, 1.5, 1.2};
        double[] shares = new double[usual.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = usual[i] * dice.exponential(1) + 0.05;
        }
        return shares;
    }

    public static List<long[]> pauses(SeededRandom dice, long start, double days) {
        List<long[]> pauses = new ArrayList<>();
        double day = dice.exponential(DAYS_TO_FIRST_PAUSE);
        while (day < days) {
            double length = dice.between(LEAST_PAUSE_DAYS, MOST_PAUSE_DAYS);
            pauses.add(
                    new long[] {start + (long) (day * TimeMillis.DAY), start + (long) ((day + length) * TimeMillis.DAY)
                    });
            day += length + dice.exponential(DAYS_TO_NEXT_PAUSE);
        }
        return pauses;
    }

    /** How far leaving has come: 0 before it shows, 1 at the end. */
    public double leaving(long atMillis) {
        if (stay.leavesMillis() == Long.MAX_VALUE) {
            return 0;
        }
        double shown = 1 - (stay.leavesMillis() - atMillis) / (double) stay.warningMillis();
        return Math.min(1, Math.max(0, shown));
    }

    /** The end of the pause that an instant lies in, or the instant itself. */
    public long afterPause(long atMillis) {
        for (long[] pause : stay.pauses()) {
            if (atMillis >= pause[0] && atMillis < pause[1]) {
                return pause[1];
            }
        }
        return atMillis;
    }

    /** Whether leaving has begun to show, or is done. */
    boolean isLeaving(long atMillis) {
        return stay.leavesMillis() != Long.MAX_VALUE && atMillis >= stay.leavesMillis() - stay.warningMillis();
    }

    /**
     * The same shopper with what lies ahead of an instant drawn again, as chance would have it
     * given all that has begun: when they leave where that does not show yet, how long the present
     * pause lasts, and the pauses to come within a number of days.
     */
    public ShopperTraits unfold(long atMillis, double days, SeededRandom dice) {
        long leaves = stay.leavesMillis();
        long warning = stay.warningMillis();
        if (!isLeaving(atMillis)) {
            double age = (atMillis - stay.joinedMillis()) / (double) TimeMillis.DAY;
            double[] stayAndWarning = age < MOST_WARNING_DAYS / WARNING_OF_STAY ? early(age, dice) : late(age, dice);
            leaves = stay.joinedMillis() + (long) (stayAndWarning[0] * TimeMillis.DAY);
            warning = (long) (stayAndWarning[1] * TimeMillis.DAY);
        }
        List<long[]> pauses = pausesFrom(atMillis, days, dice);
        return new ShopperTraits(new Stay(stay.joinedMillis(), leaves, warning, pauses), habits, reactions);
    }

    /** Draws until one fits: of those who have joined lately, most do. */
    private static double[] early(double age, SeededRandom dice) {
        while (true) {
            double stay = stayDays(dice);
            double warning = warningDays(stay, dice);
            if (stay - warning > age) {
                return new double[] {stay, warning};
            }
        }
    }

    /** No hasty shopper is left, and the exponential has no memory. */
    private static double[] late(double age, SeededRandom dice) {
        while (true) {
            double warning = dice.between(LEAST_WARNING_DAYS, MOST_WARNING_DAYS);
            // The longer the warning, the longer they must have meant to stay, and the rarer that
            // is.
            if (dice.chance(StrictMath.exp((LEAST_WARNING_DAYS - warning) / MEAN_STAY_DAYS))) {
                return new double[] {age + warning + dice.exponential(MEAN_STAY_DAYS), warning};
            }
        }
    }

    private List<long[]> pausesFrom(long atMillis, double days, SeededRandom dice) {
        List<long[]> drawn = new ArrayList<>();
        long from = atMillis;
        for (long[] pause : stay.pauses()) {
            if (pause[0] > atMillis) {
                break;
            }
            long end = pause[1];
            if (end > atMillis) {
                double passed = (atMillis - pause[0]) / (double) TimeMillis.DAY;
                end = pause[0]
                        + (long) (dice.between(Math.max(LEAST_PAUSE_DAYS, passed), MOST_PAUSE_DAYS) * TimeMillis.DAY);
                from = end;
            }
            drawn.add(new long[] {pause[0], end});
        }
        long until = atMillis + (long) (days * TimeMillis.DAY);
        double mean = drawn.isEmpty() ? DAYS_TO_FIRST_PAUSE : DAYS_TO_NEXT_PAUSE;
        long start = from + (long) (dice.exponential(mean) * TimeMillis.DAY);
        while (start < until) {
            long end = start + (long) (dice.between(LEAST_PAUSE_DAYS, MOST_PAUSE_DAYS) * TimeMillis.DAY);
            drawn.add(new long[] {start, end});
            start = end + (long) (dice.exponential(DAYS_TO_NEXT_PAUSE) * TimeMillis.DAY);
        }
        return drawn;
    }
}
