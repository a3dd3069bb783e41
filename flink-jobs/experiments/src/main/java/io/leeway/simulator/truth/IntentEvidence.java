package io.leeway.simulator.truth;

import io.leeway.simulator.shoppers.ShopperDiary;
import io.leeway.simulator.shoppers.ShopperTraits;
import io.leeway.simulator.shoppers.ShopperVisit;
import io.leeway.simulator.shoppers.SimulatedShopper;
import java.util.List;

/**
 * How much what a shopper looked at on a day speaks for a buying visit being near: the logarithm of
 * the likelihood of the day's visits, views, carts and favourites where it is, over that where it
 * is not. By the rates that {@link SimulatedShopper} and {@link ShopperVisit} live by.
 */
final class IntentEvidence {
    private static final double CART = StrictMath.log(ShopperVisit.carting(true) / ShopperVisit.carting(false));
    private static final double NO_CART =
            StrictMath.log((1 - ShopperVisit.carting(true)) / (1 - ShopperVisit.carting(false)));
    private static final double FAVOURITE =
            StrictMath.log(ShopperVisit.favouring(true) / ShopperVisit.favouring(false));
    private static final double NO_FAVOURITE =
            StrictMath.log((1 - ShopperVisit.favouring(true)) / (1 - ShopperVisit.favouring(false)));
    /** In place of a mean of no views, so that one is evidence and not proof. */
    private static final double LEAST_VIEWS = 1e-6;

    private IntentEvidence() {}

    /**
     * @param seen the share of the day's visits that begin by the instant up to which it is seen
     * @param looked the day's visits that have begun by then; of one that continues it counts only
     *     that it began
     */
    static double of(
            ShopperTraits traits, long dayStart, double seen, List<ShopperDiary.Looked> looked, long untilMillis) {
        double withIntent = SimulatedShopper.visits(traits, dayStart, true);
        double without = SimulatedShopper.visits(traits, dayStart, false);
        double evidence = (without - withIntent) * seen;
        double leaving = traits.leaving(dayStart);
        double moreWith = Math.max(LEAST_VIEWS, ShopperVisit.moreViews(traits, leaving, true));
        double moreWithout = Math.max(LEAST_VIEWS, ShopperVisit.moreViews(traits, leaving, false));
        for (ShopperDiary.Looked visit : looked) {
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
