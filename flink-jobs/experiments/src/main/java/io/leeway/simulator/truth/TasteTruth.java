package io.leeway.simulator.truth;

import io.leeway.simulator.shoppers.HiddenInterests;
import io.leeway.simulator.shoppers.SeedPurpose;
import io.leeway.simulator.shoppers.SeededRandom;
import io.leeway.simulator.shoppers.ShopCatalogue;
import io.leeway.simulator.shoppers.ShopItem;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.simulator.shoppers.Tastes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What is hidden of taste in a simulated shop with it: what would be clicked if it were
 * recommended, and which lists are best. Not thread-safe.
 */
public final class TasteTruth {
    private final ShopSettings settings;
    private final ShopCatalogue catalogue;
    private final Tastes tastes;
    private final Map<Integer, HiddenInterests> interests = new HashMap<>();
    private final Map<Integer, Tastes.Liking> likings = new HashMap<>();

    public TasteTruth(ShopSettings settings, ShopCatalogue catalogue, Tastes tastes) {
        this.settings = settings;
        this.catalogue = catalogue;
        this.tastes = tastes;
    }

    public record Clicked(ShopItem item, double probability) {}

    public List<ShopItem> items() {
        List<ShopItem> items = new ArrayList<>();
        for (int category = 0; category < catalogue.size(); category++) {
            for (int item = 0; item < ShopCatalogue.ITEMS; item++) {
                items.add(item(category, item));
            }
        }
        return items;
    }

    private ShopItem item(int category, int item) {
        return new ShopItem(
                catalogue.item(category, item),
                catalogue.path(category),
                catalogue.price(category, item, settings.historyStart().toEpochMilli()),
                tastes.outOfStock(category, item) ? 0 : 1000,
                Instant.ofEpochMilli(tastes.addedMillis(category, item)),
                catalogue.usedUp(category));
    }

    /**
     * The probability that a shopper clicks on an item that is recommended at an instant: from the
     * share of their hidden interest in its category, their hidden liking of its style and price,
     * and its quality.
     */
    public double clickProbability(String userId, String itemId, Instant at) {
        int shopper = shopper(userId);
        int[] place = place(itemId);
        double[] shares = interests(shopper).at(at.toEpochMilli());
        return liking(shopper).click(place[0], place[1], shares[place[0]]);
    }

    /**
     * The items that a shopper would click most of those that are allowed and in the shop by then:
     * the best list that there is, knowing what no event shows.
     *
     * @param perCategory items of one category at most
     */
    public List<Clicked> best(String userId, Instant at, Predicate<ShopItem> allowed, int count, int perCategory) {
        int shopper = shopper(userId);
        double[] shares = interests(shopper).at(at.toEpochMilli());
        List<Clicked> all = new ArrayList<>();
        for (int category = 0; category < catalogue.size(); category++) {
            for (int item = 0; item < ShopCatalogue.ITEMS; item++) {
                ShopItem of = item(category, item);
                if (!of.addedAt().isAfter(at) && allowed.test(of)) {
                    all.add(new Clicked(of, liking(shopper).click(category, item, shares[category])));
                }
            }
        }
        all.sort(Comparator.comparingDouble(Clicked::probability).reversed());
        Map<String, Integer> taken = new HashMap<>();
        return all.stream()
                .filter(clicked -> taken.merge(clicked.item().category(), 1, Integer::sum) <= perCategory)
                .limit(count)
                .toList();
    }

    /** Whether a recommendation was clicked: drawn by a hash of its id. */
    public boolean isClicked(String decisionId, double probability) {
        return new SeededRandom(SeededRandom.seed(settings.seed(), SeedPurpose.CLICK, decisionId.hashCode()))
                .chance(probability);
    }

    public Map<String, Double> interestAt(String userId, Instant at) {
        double[] shares = interests(shopper(userId)).at(at.toEpochMilli());
        Map<String, Double> named = new HashMap<>();
        for (int category = 0; category < shares.length; category++) {
            named.put(catalogue.path(category), shares[category]);
        }
        return named;
    }

    private HiddenInterests interests(int shopper) {
        return interests.computeIfAbsent(shopper, of -> new HiddenInterests(settings, catalogue, of));
    }

    private Tastes.Liking liking(int shopper) {
        return likings.computeIfAbsent(shopper, tastes::of);
    }

    private static int shopper(String userId) {
        return Integer.parseInt(userId.substring(1));
    }

    private static int[] place(String itemId) {
        int dash = itemId.indexOf('-');
        return new int[] {Integer.parseInt(itemId.substring(1, dash)), Integer.parseInt(itemId.substring(dash + 1))};
    }
}
