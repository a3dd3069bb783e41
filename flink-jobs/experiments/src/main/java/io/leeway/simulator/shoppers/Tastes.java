package io.leeway.simulator.shoppers;

import io.leeway.shopper.TimeMillis;

/**
 * Which items of a category a shopper likes, hidden: every item has a style and a price level,
 * every shopper a liking of styles and of price levels, the same in all categories. With it
 * shoppers turn to what they like, some items come to the shop in the course of history, and some
 * are out of stock.
 *
 * <p>A shopper's liking of an item has a standard deviation of 1.4 over items: what is liked by one
 * deviation more is turned to four times as often, for equal popularity.
 */
public final class Tastes {
    private static final int STYLES = 2;
    private static final double STYLE = 1.3;
    private static final double PRICE = 0.55;
    private static final double NEWCOMERS = 0.1;
    private static final double OUT_OF_STOCK = 0.04;

    /** The share of interest at which items are clicked half as often as at most. */
    private static final double HALF = 0.08;

    private static final double MOST = 0.6;
    private static final double RESERVE = 1;
    private static final double QUALITY = 1;

    private final ShopSettings settings;
    /** Item vectors: style, and the price level last. */
    private final double[][][] items;
    /** Logarithms of the items' popularity, less their mean. */
    private final double[] fame = new double[ShopCatalogue.ITEMS];

    private final long[][] addedMillis;
    private final boolean[][] outOfStock;

    /** @param prices by category and item */
    Tastes(ShopSettings settings, double[][] prices) {
        this.settings = settings;
        this.items = new double[prices.length][ShopCatalogue.ITEMS][];
        this.addedMillis = new long[prices.length][ShopCatalogue.ITEMS];
        this.outOfStock = new boolean[prices.length][ShopCatalogue.ITEMS];
        double mean = 0;
        for (int item = 0; item < ShopCatalogue.ITEMS; item++) {
            fame[item] = StrictMath.log(StrictMath.sqrt((item + 1) / (double) ShopCatalogue.ITEMS)
                    - StrictMath.sqrt(item / (double) ShopCatalogue.ITEMS));
            mean += fame[item] / ShopCatalogue.ITEMS;
        }
        for (int item = 0; item < ShopCatalogue.ITEMS; item++) {
            fame[item] -= mean;
        }
        for (int category = 0; category < prices.length; category++) {
            draw(category, prices[category]);
        }
    }

    private void draw(int category, double[] prices) {
        SeededRandom dice = new SeededRandom(SeededRandom.seed(settings.seed(), SeedPurpose.ITEM_TASTE, category));
        double level = 0;
        for (double price : prices) {
            level += StrictMath.log(price) / prices.length;
        }
        long start = settings.historyStart().toEpochMilli();
        for (int item = 0; item < prices.length; item++) {
            double[] vector = new double[STYLES + 1];
            for (int i = 0; i < STYLES; i++) {
                vector[i] = STYLE * dice.gaussian() / StrictMath.sqrt(STYLES);
            }
            vector[STYLES] = PRICE * (StrictMath.log(prices[item]) - level) / 0.45;
            items[category][item] = vector;
            boolean comes = dice.chance(NEWCOMERS);
            double day = dice.between(1, settings.historyDays());
            addedMillis[category][item] = comes ? start + (long) (day * TimeMillis.DAY) : start - 365 * TimeMillis.DAY;
            outOfStock[category][item] = dice.chance(OUT_OF_STOCK);
        }
    }

    public long addedMillis(int category, int item) {
        return addedMillis[category][item];
    }

    public boolean outOfStock(int category, int item) {
        return outOfStock[category][item];
    }

    public Liking of(int shopper) {
        SeededRandom dice = new SeededRandom(SeededRandom.seed(settings.seed(), SeedPurpose.SHOPPER_TASTE, shopper));
        double[] vector = new double[STYLES + 1];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = dice.gaussian();
        }
        return new Liking(vector);
    }

    public final class Liking {
        private final double[] vector;
        private final double[][] weights = new double[items.length][];

        private Liking(double[] vector) {
            this.vector = vector;
        }

        private double liking(int category, int item) {
            double sum = 0;
            for (int i = 0; i < vector.length; i++) {
                sum += vector[i] * items[category][item][i];
            }
            return sum;
        }

        /** An item that they turn to among those that the shop has by then. */
        int draw(int category, long atMillis, SeededRandom dice) {
            double[] of = weights[category];
            if (of == null) {
                of = new double[ShopCatalogue.ITEMS];
                for (int item = 0; item < of.length; item++) {
                    of[item] = StrictMath.exp(fame[item] + liking(category, item));
                }
                weights[category] = of;
            }
            int item = dice.weighted(of);
            while (addedMillis[category][item] > atMillis) {
                item = dice.weighted(of);
            }
            return item;
        }

        /**
         * The probability of a click on an item that is recommended.
         *
         * @param interest the share of the shopper's interest in the category
         */
        public double click(int category, int item, double interest) {
            double appeal = QUALITY * fame[item] + liking(category, item) - RESERVE;
            return MOST * interest / (interest + HALF) / (1 + StrictMath.exp(-appeal));
        }
    }
}
