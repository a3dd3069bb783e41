package io.leeway.simulator.shoppers;

import io.leeway.shopper.TimeMillis;

/**
 * Prices that move from week to week, and the hidden price sensitivity by which demand answers.
 *
 * <p>In each week each category has one price level, relative to its usual prices: 0.7, 0.8 or 0.9
 * in a promotion, 1.1 in some weeks, else 1. Promotions are likelier in season, as in shops:
 * comparing sales with prices without the season misleads. At elasticity e and level p a shopper
 * buys p<sup>e</sup> times as much of the category on average as at the usual price, and while
 * looking around puts as much more into the cart; what they look at does not change.
 */
public final class Promotions {
    private static final long WEEK = 7 * TimeMillis.DAY;
    private static final double MOST_SENSITIVE = -2.8;
    /** Above 0: a few categories sell better when they are dearer. */
    private static final double LEAST_SENSITIVE = 0.4;

    private static final double SPREAD = 0.3;
    private static final double[] LEVELS = {0.7, 0.8, 0.9};
    private static final double PROMOTED = 0.35;
    private static final double DEARER = 0.15;

    private final long seed;
    private final long startMillis;

    public Promotions(ShopSettings settings) {
        this.seed = settings.seed();
        this.startMillis = settings.historyStart().toEpochMilli();
    }

    /** A category's price relative to its usual one; constant within a week of history. */
    public double level(ShopCatalogue catalogue, int category, long atMillis) {
        long week = Math.floorDiv(atMillis - startMillis, WEEK);
        SeededRandom dice = new SeededRandom(SeededRandom.seed(seed, SeedPurpose.PRICE_LEVELS, week * 1000 + category));
        int month = SimulatedShopper.date(startMillis + week * WEEK).getMonthValue();
        double season = catalogue.season(category, month);
        double chance = dice.uniform();
        if (chance < PROMOTED * season * season) {
            return LEVELS[dice.below(LEVELS.length)];
        }
        return chance > 1 - DEARER ? 1.1 : 1;
    }

    /** By which power of the price level a category's demand changes, over all shoppers: hidden. */
    public double elasticity(int category) {
        return new SeededRandom(SeededRandom.seed(seed, SeedPurpose.ELASTICITIES, category))
                .between(MOST_SENSITIVE, LEAST_SENSITIVE);
    }

    /** How much a shopper minds prices: 1 in the middle, to multiply elasticities by. */
    double minding(int shopper) {
        return new SeededRandom(SeededRandom.seed(seed, SeedPurpose.PRICE_SPREAD, shopper)).logNormal(1, SPREAD);
    }

    /** What a shopper buys of a category, relative to what they would at the usual price. */
    double demand(ShopCatalogue catalogue, int category, double minding, long atMillis) {
        return StrictMath.pow(level(catalogue, category, atMillis), elasticity(category) * minding);
    }
}
