package io.leeway.simulator.shoppers;

import io.leeway.shopper.TimeMillis;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.Platform;
import io.leeway.shopper.events.SocialAction;
import org.jspecify.annotations.Nullable;

/** One visit of a shopper, and what comes of it days later. Used once. */
public final class ShopperVisit {
    private static final double[] SOCIAL_SHARES = {1, 6, 2, 2};
    private static final double CANCELLING = 0.015;

    private final SimulatedShopper life;
    private final SeededRandom dice;
    private final ShopCatalogue catalogue;
    private final ShopperTraits traits;
    private final Platform platform;
    private long now;

    ShopperVisit(SimulatedShopper life, long startMillis, Platform platform) {
        this.life = life;
        this.dice = life.dice();
        this.catalogue = life.catalogue();
        this.traits = life.traits();
        this.platform = platform;
        this.now = startMillis;
    }

    /** Looks around. In the store nothing of that is seen, so it happens in the app. */
    void browse(double leaving, boolean intent) {
        ShopperVisit visit = platform == Platform.STORE ? new ShopperVisit(life, now, Platform.APP) : this;
        visit.look(1 + dice.poisson(moreViews(traits, leaving, intent)), leaving, intent);
    }

    /** Mean views of a visit after the first; there are none where it is negative. */
    public static double moreViews(ShopperTraits traits, double leaving, boolean intent) {
        return (traits.habits().viewsPerVisit() - 1 + (intent ? 0.6 : 0)) * (1 - 0.6 * leaving);
    }

    /** The chance that what is viewed goes into the cart. */
    public static double carting(boolean intent) {
        return intent ? 0.22 : 0.08;
    }

    /** The chance that what is viewed is marked as a favourite. */
    public static double favouring(boolean intent) {
        return intent ? 0.1 : 0.05;
    }

    private void look(int views, double leaving, boolean intent) {
        long start = now;
        int carts = 0;
        int favourites = 0;
        int focus = wanted();
        for (int i = 0; i < views; i++) {
            int category = dice.chance(0.65) ? focus : wanted();
            int item = item(category);
            happens(EventType.VIEW, category, item, 1, 0, null);
            if (dice.chance(0.22)) {
                seeAdvertisement();
            }
            if (dice.chance(carting(intent) * life.demand(category, now))) {
                carts++;
                tick();
                happens(EventType.CART, category, item, quantity(category), 0, null);
            }
            if (dice.chance(favouring(intent))) {
                favourites++;
                tick();
                happens(EventType.FAVOURITE, category, item, 1, 0, null);
            }
            if (dice.chance(traits.reactions().sociability() * (1 - 0.6 * leaving))) {
                tick();
                SocialAction action = SocialAction.values()[dice.weighted(SOCIAL_SHARES)];
                happens(EventType.SOCIAL, category, item, 1, 0, action);
            }
            tick();
        }
        ShopperDiary diary = life.diary();
        if (diary != null) {
            diary.looked(start, now, views, carts, favourites);
        }
    }

    /** Buys a basket. Its lines share one instant, as they do at a till. */
    void buy(double leaving) {
        long start = now;
        int lines = 1 + dice.poisson(0.7 * (1 - 0.6 * leaving));
        int[] categories = new int[lines];
        int[] items = new int[lines];
        for (int i = 0; i < lines; i++) {
            categories[i] = wanted();
            int last = life.lastBought(categories[i]);
            boolean again = last >= 0 && dice.chance(catalogue.usedUp(categories[i]) ? 0.7 : 0.1);
            items[i] = again ? last : item(categories[i]);
            if (platform != Platform.STORE) {
                happens(EventType.VIEW, categories[i], items[i], 1, 0, null);
                tick();
                happens(EventType.CART, categories[i], items[i], 1, 0, null);
                tick();
            }
        }
        ShopperDiary diary = life.diary();
        if (diary != null) {
            diary.bought(start, now);
        }
        for (int i = 0; i < lines; i++) {
            for (int copy = copies(categories[i]); copy > 0; copy--) {
                // What a low price adds is another item.
                int item = copy == 1 ? items[i] : item(categories[i]);
                happens(EventType.PURCHASE, categories[i], item, quantity(categories[i]), 0, null);
                life.bought(categories[i], item);
                afterwards(categories[i], item, leaving);
            }
        }
    }

    /** How often a line of the basket is bought: once at constant prices, else by demand. */
    private int copies(int category) {
        double demand = life.demand(category, now);
        if (demand == 1) {
            return 1;
        }
        int whole = (int) demand;
        return whole + (dice.chance(demand - whole) ? 1 : 0);
    }

    private void afterwards(int category, int item, double leaving) {
        if (dice.chance(CANCELLING)) {
            later(EventType.RETURN, now + dice.between(600_000L, 3_600_000L), category, item, 0);
            return;
        }
        if (dice.chance(traits.reactions().reviewing() + 0.25 * leaving)) {
            double rating = StrictMath.rint(traits.reactions().satisfaction() - 2.2 * leaving + 0.7 * dice.gaussian());
            later(EventType.REVIEW, days(1.5, 9), category, item, Math.min(5, Math.max(1, rating)));
        }
        if (dice.chance(traits.reactions().returning() + 0.3 * leaving)) {
            later(EventType.RETURN, days(2, 12), category, item, 0);
        }
    }

    /** An advertisement, half the time for what they like; perhaps a click on it. */
    void seeAdvertisement() {
        int category = dice.chance(0.5) ? wanted() : catalogue.drawPopular(dice);
        int item = item(category);
        happens(EventType.AD_IMPRESSION, category, item, 1, 0, null);
        double liking = traits.reactions().adAffinity() * (1 - 0.7 * traits.leaving(now));
        if (dice.chance(liking)) {
            tick();
            happens(EventType.AD_CLICK, category, item, 1, 0, null);
        }
    }

    /** A category by the shopper's interests; one out of season may be passed over. */
    private int wanted() {
        int category = life.interests().draw(now, dice);
        double season = catalogue.season(category, SimulatedShopper.date(now).getMonthValue());
        return dice.chance(season) ? category : life.interests().draw(now, dice);
    }

    private int item(int category) {
        int last = life.lastBought(category);
        if (last >= 0 && dice.chance(0.15)) {
            return last;
        }
        Tastes.Liking liking = life.liking();
        if (liking != null) {
            return liking.draw(category, now, dice);
        }
        // A few items get most of the attention.
        double u = dice.uniform();
        return (int) (ShopCatalogue.ITEMS * u * u);
    }

    private int quantity(int category) {
        return catalogue.usedUp(category) ? 1 + dice.poisson(0.6) : 1;
    }

    private long days(double from, double to) {
        return now + (long) (dice.between(from, to) * TimeMillis.DAY);
    }

    private void tick() {
        now += 1000 + (long) dice.exponential(35_000);
    }

    private void happens(
            EventType type, int category, int item, int quantity, double rating, @Nullable SocialAction social) {
        life.happens(type, now, now, category, item, quantity, rating, social, platform);
    }

    private void later(EventType type, long atMillis, int category, int item, double rating) {
        life.happens(type, atMillis, now, category, item, 1, rating, null, platform);
    }
}
