package io.leeway.decisions.pricing;

import io.leeway.shopper.TimeMillis;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Views and purchases with their prices, by shopper, category and week. Immutable. */
public final class PricePanel {
    private static final long WEEK = 7 * TimeMillis.DAY;

    private final List<String> users;
    private final List<PriceCell> cells;
    private final Map<String, Double> meanLogPrices;
    /** By row: the shopper, the cell, views and purchases. */
    private final int[][] rows;

    private PricePanel(Builder from) {
        this.users = List.copyOf(from.users.keySet());
        Map<String, Map<Long, Double>> levels = new HashMap<>();
        from.prices.keySet().forEach(category -> levels.put(category, from.index.logLevels(category)));
        List<PriceCell> empty = new ArrayList<>();
        for (Cell cell : from.cells.keySet()) {
            double level = levels.getOrDefault(cell.category(), Map.of()).getOrDefault(cell.week(), 0.0);
            empty.add(new PriceCell(cell.category(), cell.week(), level, 0, 0));
        }
        this.cells = List.copyOf(empty);
        Map<String, Double> means = new TreeMap<>();
        from.prices.forEach((category, sum) -> means.put(category, sum[0] / sum[1]));
        this.meanLogPrices = Collections.unmodifiableMap(means);
        this.rows = new int[4][from.counts.size()];
        int at = 0;
        for (Map.Entry<Row, int[]> row : from.counts.entrySet()) {
            rows[0][at] = row.getKey().user();
            rows[1][at] = row.getKey().cell();
            rows[2][at] = row.getValue()[0];
            rows[3][at++] = row.getValue()[1];
        }
    }

    private record Cell(String category, long week) {}

    private record Row(int user, int cell) {}

    /** Collects events by shopper, category and week. For one thread. */
    public static final class Builder {
        private final Map<String, Integer> users = new LinkedHashMap<>();
        private final Map<Cell, Integer> cells = new LinkedHashMap<>();
        private final Map<Row, int[]> counts = new HashMap<>();
        private final Map<String, double[]> prices = new TreeMap<>();
        private final PriceIndex index = new PriceIndex();

        /**
         * Adds an event, unless it says nothing of prices: it has no item, category or price above
         * 0, or is neither a view nor a purchase. An event that occurs twice in history is to be
         * given once.
         */
        public Builder add(ShopperEvent event) {
            String category = event.category();
            String item = event.itemId();
            boolean isView = event.type() == EventType.VIEW;
            if (category == null
                    || item == null
                    || event.price() <= 0
                    || !(isView || event.type() == EventType.PURCHASE)) {
                return this;
            }
            long week = Math.floorDiv(event.eventTimeMillis(), WEEK);
            int user = users.computeIfAbsent(event.userId(), none -> users.size());
            int cell = cells.computeIfAbsent(new Cell(category, week), none -> cells.size());
            counts.computeIfAbsent(new Row(user, cell), none -> new int[2])[isView ? 0 : 1]++;
            index.see(category, item, week, event.price());
            double[] sum = prices.computeIfAbsent(category, none -> new double[2]);
            sum[0] += Math.log(event.price());
            sum[1]++;
            return this;
        }

        public PricePanel build() {
            return new PricePanel(this);
        }
    }

    /** The shoppers, in the order in which weights are given. */
    public List<String> users() {
        return users;
    }

    /** The mean logarithm of prices by category: how dear a category is. */
    public Map<String, Double> meanLogPrices() {
        return meanLogPrices;
    }

    public List<PriceCell> cells() {
        int[] ones = new int[users.size()];
        Arrays.fill(ones, 1);
        return cells(ones, 0);
    }

    /**
     * The same with each shopper counted so many times; price levels stay what they are.
     *
     * @param weights holds one for each of {@link #users}
     * @param from the place of the first of them
     */
    public List<PriceCell> cells(int[] weights, int from) {
        double[] views = new double[cells.size()];
        double[] purchases = new double[cells.size()];
        for (int row = 0; row < rows[0].length; row++) {
            int weight = weights[from + rows[0][row]];
            views[rows[1][row]] += weight * rows[2][row];
            purchases[rows[1][row]] += weight * rows[3][row];
        }
        List<PriceCell> weighted = new ArrayList<>(cells.size());
        for (int cell = 0; cell < cells.size(); cell++) {
            PriceCell empty = cells.get(cell);
            weighted.add(new PriceCell(empty.category(), empty.week(), empty.logLevel(), views[cell], purchases[cell]));
        }
        return weighted;
    }
}
