package io.leeway.simulator;

import java.util.List;

/**
 * How much what a shopper looked at on a day speaks for a buying visit being near: the logarithm of the likelihood of the day's visits, views, carts and
 * favourites where it is, over that where it is not. By the rates that {@link Life} and {@link Visit} live by.
 */
final class IntentEvidence {
    private static final double CART = StrictMath.log(Visit.carting(true) / Visit.carting(false));
    private static final double NO_CART = StrictMath.log((1 - Visit.carting(true)) / (1 - Visit.carting(false)));
    private static final double FAVOURITE = StrictMath.log(Visit.favouring(true) / Visit.favouring(false));
    private static final double NO_FAVOURITE =
            StrictMath.log((1 - Visit.favouring(true)) / (1 - Visit.favouring(false)));
    /** In place of a mean of no views, so that one is evidence and not proof. */
    private static final double LEAST_VIEWS = 1e-6;

    private IntentEvidence() {}

    /**
     * @param seen the share of the day's visits that begin by the instant up to which it is seen
     * @param looked the day's visits that have begun by then; of one that still goes on it counts only that it began
     */
    static double of(Temper temper, long dayStart, double seen, List<Diary.Looked> looked, long untilMillis) {
        double withIntent = Life.visits(temper, dayStart, true);
        double without = Life.visits(temper, dayStart, false);
        double evidence = (without - withIntent) * seen;
        double leaving = temper.leaving(dayStart);
        double moreWith = Math.max(LEAST_VIEWS, Visit.moreViews(temper, leaving, true));
        double moreWithout = Math.max(LEAST_VIEWS, Visit.moreViews(temper, leaving, false));
        for (Diary.Looked visit : looked) {
            evidence += StrictMath.log(withIntent / without);
            if (visit.endMillis() <= untilMillis) {
                evidence += moreWithout - moreWith + (visit.views() - 1) * StrictMath.log(moreWith / moreWithout);
                evidence += visit.carts() * CART + (visit.views() - visit.carts()) * NO_CART;
                evidence += visit.favourites() * FAVOURITE + (visit.views() - visit.favourites()) * NO_FAVOURITE;
            }
        }
        return evidence;
    }
}
