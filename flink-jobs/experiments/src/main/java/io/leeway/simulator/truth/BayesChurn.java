package io.leeway.simulator.truth;

import io.leeway.shopper.TimeMillis;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.shoppers.SeedPurpose;
import io.leeway.simulator.shoppers.SeededRandom;
import io.leeway.simulator.shoppers.ShopCatalogue;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.simulator.shoppers.ShopperDiary;
import io.leeway.simulator.shoppers.SimulatedShopper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The probability that a shopper of a simulated shop buys nothing within a horizon, the best that
 * can be predicted: Bayes-optimal for one who knows what is hidden but not what chance has yet to
 * decide.
 *
 * <p>It is P(no purchase in (t, t + horizon] | all of the following), by the shop's own rules:
 *
 * <ul>
 *   <li>what the shopper is like: cycle and its regularity, how often they come and when, how much
 *       they look at, and whether they pause now and since when;
 *   <li>whether leaving has begun to show by t and, where it has, how far it has come, which
 *       determines when it ends; from then on they are gone and the probability is 1;
 *   <li>all that they did up to t: the purchases, so how long the present cycle lasts; and the
 *       visits, views, carts and favourites since the last one, which are more as the next comes
 *       near.
 * </ul>
 *
 * <p>Not known, and drawn again as chance would have it given the above: the date of the next
 * buying visit, though the shop has drawn it when the last one ended; when they leave, where that
 * does not show yet; the end of a present pause and all pauses to come; whether a visit is put off.
 * To know one of these would be to know the future.
 *
 * <p>Knowing all of that, no score that is computed from the shopper's events, or from what is
 * hidden and has begun, ranks better or has a smaller expected log-loss; a model, which has to
 * guess what the shopper is like, cannot reach it. The sum is a Monte Carlo one over {@value #WAYS}
 * ways: its error is about 0.01. A function of settings, shopper and instant. Shoppers who ask to
 * be forgotten live on as if they had not. Not thread-safe.
 */
public final class BayesChurn {
    private static final int WAYS = 2000;

    private final ShopSettings settings;
    private final ShopCatalogue catalogue;
    private final Duration horizon;

    /** @param horizon a day or more */
    public BayesChurn(ShopSettings settings, Duration horizon) {
        if (horizon.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException(
                    "Expected a horizon of a day or more, found " + horizon + ": give a longer one");
        }
        this.settings = settings;
        this.catalogue = new ShopCatalogue(settings.seed());
        this.horizon = horizon;
    }

    /** The number of the shopper of a user's name, as {@code u12}. */
    public static int shopper(String userId) {
        if (!userId.matches("u\\d{1,9}")) {
            throw new IllegalArgumentException("Expected the name of a simulated shopper, as u12, found '" + userId
                    + "': ask of a simulated shop");
        }
        return Integer.parseInt(userId.substring(1));
    }

    /**
     * The probabilities at some instants of one shopper.
     *
     * @param asOfMillis instants at or after {@link ShopTruth#joins}, in any order
     */
    public double[] of(int shopper, long[] asOfMillis) {
        ShopperDiary diary = new ShopperDiary();
        SimulatedShopper life = new SimulatedShopper(settings, catalogue, shopper, diary);
        long until = settings.historyStart().toEpochMilli();
        for (long asOf : asOfMillis) {
            if (asOf < life.traits().stay().joinedMillis()) {
                throw new IllegalArgumentException("Expected instants at which " + SimulatedShopper.userId(shopper)
                        + " has joined, found " + asOf + ": leave out those before "
                        + life.traits().stay().joinedMillis());
            }
            until = Math.max(until, asOf);
        }
        List<ShopperEvent> unwanted = new ArrayList<>();
        for (long day = settings.historyStart().toEpochMilli(); day <= until; day += TimeMillis.DAY) {
            life.day(day, unwanted);
            unwanted.clear();
        }
        PurchaseOutlook outlook = new PurchaseOutlook(life.traits(), diary, WAYS);
        double[] away = new double[asOfMillis.length];
        for (int i = 0; i < away.length; i++) {
            long seed = SeededRandom.seed(
                    SeededRandom.seed(settings.seed(), SeedPurpose.BAYES, shopper), SeedPurpose.BAYES, asOfMillis[i]);
            away[i] = outlook.staysAway(asOfMillis[i], horizon.toMillis(), new SeededRandom(seed));
        }
        return away;
    }
}
