package io.leeway.simulator.shoppers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the shop sells: leaves of a category tree, the life stages that lead from one to the next,
 * and items with prices.
 */
public final class ShopCatalogue {
    public static final int ITEMS = 60;
    static final int NOTHING = -1;

    /** A category's path, popularity, price, season's peak (0 none), and next ("-" none). */
    private record Row(String path, double popularity, double price, int peakMonth, boolean usedUp, String next) {}

    private static final List<Row> ROWS = List.of(
            new Row("family/maternity", 2, 45, 0, false, "baby/newborn"),
            new Row("baby/newborn", 3, 22, 0, true, "baby/toddler"),
            new Row("baby/toddler", 3, 25, 0, true, "kids/preschool"),
            new Row("kids/preschool", 3, 28, 0, false, "kids/school"),
            new Row("kids/school", 3, 24, 8, false, "kids/teen"),
            new Row("kids/teen", 2, 32, 0, false, ""),
            new Row("wedding/rings", 1, 420, 5, false, "wedding/dress"),
            new Row("wedding/dress", 1, 380, 6, false, "home/furniture"),
            new Row("home/moving", 2, 18, 6, false, "home/furniture"),
            new Row("home/furniture", 4, 160, 0, false, "home/decor"),
            new Row("home/decor", 4, 34, 12, false, ""),
            new Row("home/kitchen", 4, 48, 0, false, "home/dining"),
            new Row("home/dining", 2, 39, 12, false, ""),
            new Row("home/storage", 2, 21, 1, false, ""),
            new Row("garden/seeds", 2, 6, 3, true, "garden/plants"),
            new Row("garden/plants", 3, 15, 5, true, "garden/furniture"),
            new Row("garden/furniture", 2, 140, 6, false, "-"),
            new Row("garden/tools", 2, 32, 4, false, ""),
            new Row("pets/puppy", 2, 24, 0, true, "pets/dog"),
            new Row("pets/dog", 4, 29, 0, true, ""),
            new Row("pets/kitten", 2, 19, 0, true, "pets/cat"),
            new Row("pets/cat", 4, 23, 0, true, ""),
            new Row("sport/running", 4, 65, 4, false, "-"),
            new Row("sport/fitness", 4, 38, 1, false, "sport/nutrition"),
            new Row("sport/nutrition", 2, 31, 0, true, "-"),
            new Row("sport/yoga", 2, 27, 1, false, "-"),
            new Row("sport/cycling", 3, 85, 5, false, "sport/e-bikes"),
            new Row("sport/e-bikes", 1, 950, 5, false, ""),
            new Row("outdoor/camping", 2, 55, 7, false, "outdoor/hiking"),
            new Row("outdoor/hiking", 3, 70, 9, false, ""),
            new Row("electronics/phones", 5, 420, 11, false, "electronics/phones/accessories"),
            new Row("electronics/phones/accessories", 5, 18, 0, false, ""),
            new Row("electronics/laptops", 3, 780, 11, false, "electronics/laptops/accessories"),
            new Row("electronics/laptops/accessories", 3, 35, 0, false, ""),
            new Row("electronics/gaming", 4, 58, 12, false, "electronics/vr"),
            new Row("electronics/vr", 1, 290, 12, false, "-"),
            new Row("electronics/audio", 3, 75, 0, false, ""),
            new Row("fashion/women/dresses", 7, 49, 5, false, ""),
            new Row("fashion/women/shoes", 6, 68, 9, false, ""),
            new Row("fashion/men/shirts", 5, 36, 0, false, ""),
            new Row("fashion/men/shoes", 4, 74, 9, false, ""),
            new Row("beauty/makeup", 5, 17, 0, true, "beauty/skincare"),
            new Row("beauty/skincare", 5, 26, 0, true, ""),
            new Row("food/coffee", 6, 12, 0, true, ""),
            new Row("food/organic", 4, 9, 0, true, ""));

    private final String[] paths = new String[ROWS.size()];
    private final double[] popularity = new double[ROWS.size()];
    private final int[] next = new int[ROWS.size()];
    private final boolean[] chained = new boolean[ROWS.size()];
    private final double[][] prices = new double[ROWS.size()][ITEMS];

    private final @Nullable Promotions promotions;
    private final @Nullable Tastes tastes;

    public ShopCatalogue(long seed) {
        this(seed, null, null);
    }

    public ShopCatalogue(long seed, @Nullable Promotions promotions) {
        this(seed, promotions, null);
    }

    public static ShopCatalogue withTaste(ShopSettings settings) {
        return new ShopCatalogue(settings.seed(), null, settings);
    }

    /** @param tasted whose shoppers have a taste; null for popularity alone */
    private ShopCatalogue(long seed, @Nullable Promotions promotions, @Nullable ShopSettings tasted) {
        this.promotions = promotions;
        Map<String, Integer> byPath = new HashMap<>();
        double sum = ROWS.stream().mapToDouble(Row::popularity).sum();
        for (int i = 0; i < ROWS.size(); i++) {
            paths[i] = ROWS.get(i).path();
            popularity[i] = ROWS.get(i).popularity() / sum;
            byPath.put(paths[i], i);
        }
        for (int i = 0; i < ROWS.size(); i++) {
            Row row = ROWS.get(i);
            chained[i] = !row.next().isEmpty();
            next[i] = byPath.getOrDefault(row.next(), NOTHING);
            SeededRandom dice = new SeededRandom(SeededRandom.seed(seed, SeedPurpose.CATALOGUE, i));
            for (int item = 0; item < ITEMS; item++) {
                prices[i][item] = StrictMath.max(1, StrictMath.round(dice.logNormal(row.price(), 0.45) * 100)) / 100.0;
            }
        }
        this.tastes = tasted == null ? null : new Tastes(tasted, prices);
    }

    public int size() {
        return paths.length;
    }

    public String path(int category) {
        return paths[category];
    }

    public List<String> paths() {
        return new ArrayList<>(List.of(paths));
    }

    /** Share of a category in what shoppers without a liking look at; they sum to 1. */
    public double popularity(int category) {
        return popularity[category];
    }

    int drawPopular(SeededRandom dice) {
        return dice.weighted(popularity);
    }

    /** Whether an interest in this category passes in time, to {@link #next} or to nothing. */
    boolean passes(int category) {
        return chained[category];
    }

    /** The category that an interest in this one leads to, or {@link #NOTHING}. */
    int next(int category) {
        return next[category];
    }

    public boolean usedUp(int category) {
        return ROWS.get(category).usedUp();
    }

    public String item(int category, int item) {
        return "i" + category + "-" + item;
    }

    public double price(int category, int item, long atMillis) {
        return promotions == null
                ? prices[category][item]
                : StrictMath.rint(prices[category][item] * promotions.level(this, category, atMillis) * 100) / 100;
    }

    @Nullable
    public Tastes tastes() {
        return tastes;
    }

    @Nullable
    public Promotions promotions() {
        return promotions;
    }

    /** How much a category is in season in a month (1 to 12): 0.6 to 1.4. */
    double season(int category, int month) {
        int peak = ROWS.get(category).peakMonth();
        return peak == 0 ? 1 : 1 + 0.4 * StrictMath.cos(2 * StrictMath.PI * (month - peak) / 12);
    }
}
