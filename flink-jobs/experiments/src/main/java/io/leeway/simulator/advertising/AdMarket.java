package io.leeway.simulator.advertising;

import io.leeway.shopper.StableHash;
import io.leeway.shopper.TimeMillis;
import io.leeway.simulator.shoppers.HiddenInterests;
import io.leeway.simulator.shoppers.SeedPurpose;
import io.leeway.simulator.shoppers.SeededRandom;
import io.leeway.simulator.shoppers.ShopCatalogue;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.simulator.shoppers.ShopperTraits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How simulated shoppers answer advertisements, and who else bids for them. Hidden: a policy sees
 * what came of it, its evaluation sees the probabilities.
 *
 * <p>Beside the event streams and not part of them. Chance is a function of the seed and the
 * decision's id, so that the same bid fares the same in every run. Thread-safe.
 */
public final class AdMarket {
    private static final double BASE_CLICK = -3.6;
    private static final double BASE_CONVERSION = -2.1;
    private static final long RISE_MILLIS = 21 * TimeMillis.DAY;
    private static final double RISING = 0.04;
    private static final double FATIGUE = 0.3;
    /** The others' median highest bid, relative to a typical impression's value. */
    private static final double LEVEL = 0.8;

    private static final double TYPICAL_CLICK = 0.08;
    private static final double TYPICAL_CONVERSION = 0.2;
    private static final double SPREAD = 0.5;
    /** How far others know what an impression is worth. */
    private static final double KNOWN = 0.25;

    private final ShopSettings settings;
    private final ShopCatalogue catalogue;
    private final Map<String, Integer> categories = new HashMap<>();
    private final List<Responder> responders = new ArrayList<>();

    private record Responder(
            HiddenInterests interests, double peakHour, double click, double conversion, double[] channels) {}

    public AdMarket(ShopSettings settings) {
        this.settings = settings;
        this.catalogue = new ShopCatalogue(settings.seed());
        for (int i = 0; i < catalogue.size(); i++) {
            categories.put(catalogue.path(i), i);
        }
        for (int shopper = 0; shopper < settings.shoppers(); shopper++) {
            SeededRandom dice = new SeededRandom(SeededRandom.seed(settings.seed(), SeedPurpose.AD_RESPONSE, shopper));
            responders.add(new Responder(
                    new HiddenInterests(settings, catalogue, shopper),
                    ShopperTraits.draw(settings, shopper).habits().peakHour(),
                    0.4 * dice.gaussian(),
                    0.3 * dice.gaussian(),
                    new double[] {0.25 * dice.gaussian(), 0.25 * dice.gaussian(), 0.25 * dice.gaussian()}));
        }
    }

    public List<String> categories() {
        return catalogue.paths();
    }

    /** The median price of a category's items. */
    public double price(String category) {
        double[] prices = new double[ShopCatalogue.ITEMS];
        for (int item = 0; item < prices.length; item++) {
            prices[item] = catalogue.price(
                    categories.getOrDefault(category, 0),
                    item,
                    settings.historyStart().toEpochMilli());
        }
        Arrays.sort(prices);
        return prices[prices.length / 2];
    }

    /**
     * The true probabilities of an impression.
     *
     * @param conversion of a conversion after it
     */
    public record Truth(double click, double conversion) {}

    /**
     * @param channel by its place in the campaign's list; from the third on they are alike
     * @param seen impressions of the same campaign within seven days before
     */
    public Truth truth(String userId, String category, int channel, long atMillis, int seen) {
        Responder shopper = responders.get(Integer.parseInt(userId.substring(1)));
        int of = categories.getOrDefault(category, 0);
        double share = shopper.interests().at(atMillis)[of];
        boolean rising = share > shopper.interests().at(atMillis - RISE_MILLIS)[of] + RISING;
        double liking = StrictMath.log(share / 0.02 + 0.25);
        double hour = (atMillis % TimeMillis.DAY) / 3_600_000.0;
        int third = Math.min(2, channel);
        double click = BASE_CLICK
                + 0.75 * liking
                + (rising ? 0.5 : 0)
                + shopper.click()
                + 0.5 * around(hour, trait(of, 0) * 24)
                + 0.3 * around(hour, shopper.peakHour())
                + (trait(of, 1 + third) - 0.5) * 1.2
                + shopper.channels()[third]
                - FATIGUE * seen;
        double conversion = BASE_CONVERSION + 0.5 * liking + (rising ? 0.6 : 0) + shopper.conversion();
        return new Truth(logistic(click), logistic(conversion));
    }

    private double trait(int category, int number) {
        return new SeededRandom(
                        SeededRandom.seed(settings.seed(), SeedPurpose.AD_RESPONSE, -1L - category * 8L - number))
                .uniform();
    }

    private static double around(double hour, double best) {
        return StrictMath.cos(2 * StrictMath.PI * (hour - best) / 24);
    }

    private static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    /** The highest bid of others for an impression, in money, if a conversion is worth so much. */
    public double competing(String decisionId, Truth truth, double conversionValue) {
        double typical = TYPICAL_CLICK * TYPICAL_CONVERSION;
        double worth = typical * StrictMath.pow(truth.click() * truth.conversion() / typical, KNOWN) * conversionValue;
        return dice(decisionId, 0).logNormal(LEVEL * worth, SPREAD);
    }

    /**
     * What becomes of an impression.
     *
     * @param clickAfterMillis from the impression to the click
     * @param conversionAfterMillis from the impression to the conversion
     * @param share of the campaign's value that the conversion has; 1 in the mean
     */
    public record Answer(
            boolean clicked, boolean converted, long clickAfterMillis, long conversionAfterMillis, double share) {}

    /** When an impression that was won is shown. */
    public long shownAfterMillis(String decisionId) {
        return dice(decisionId, 1).between(0L, 30 * 60_000L);
    }

    public Answer answer(String decisionId, Truth truth) {
        SeededRandom dice = dice(decisionId, 2);
        boolean clicked = dice.chance(truth.click());
        boolean converted = dice.chance(truth.conversion()) && clicked;
        long click = dice.between(500L, 60_000L);
        return new Answer(
                clicked,
                converted,
                click,
                click + dice.between(60_000L, 24 * 3_600_000L),
                dice.logNormal(StrictMath.exp(-0.08), 0.4));
    }

    private SeededRandom dice(String id, int purpose) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * StableHash.PRIME;
        }
        return new SeededRandom(SeededRandom.seed(settings.seed() * 31 + purpose, SeedPurpose.AD_RESPONSE, hash));
    }
}
