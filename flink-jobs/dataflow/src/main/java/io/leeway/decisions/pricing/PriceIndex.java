package io.leeway.decisions.pricing;

import java.util.HashMap;
import java.util.Map;

/**
 * The price level of each category in each week, from the prices that shoppers were shown: the
 * country-product-dummy index (Summers 1973), that is log price = item + week, by least squares
 * over sightings, each category by itself. So a week in which dear items were looked at is no dear
 * week. Of each category the levels are relative to its mean.
 */
final class PriceIndex {
    private static final int ROUNDS = 100;
    private static final double CLOSE = 1e-10;

    private record Sighting(String item, long week) {}

    private static final class Prices {
        private double sum;
        private int count;
    }

    private final Map<String, Map<Sighting, Prices>> seen = new HashMap<>();

    void see(String category, String item, long week, double price) {
        Prices prices = seen.computeIfAbsent(category, none -> new HashMap<>())
                .computeIfAbsent(new Sighting(item, week), none -> new Prices());
        prices.sum += Math.log(price);
        prices.count++;
    }

    /** The logarithms of a category's levels by week; empty where it was never seen. */
    Map<Long, Double> logLevels(String category) {
        Map<Sighting, Prices> sightings = seen.getOrDefault(category, Map.of());
        Map<String, Double> items = new HashMap<>();
        Map<Long, Double> weeks = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, double[]> ofItems = new HashMap<>();
            sightings.forEach((sighting, prices) ->
                    add(ofItems, sighting.item(), prices, weeks.getOrDefault(sighting.week(), 0.0)));
            ofItems.forEach((item, sums) -> items.put(item, sums[0] / sums[1]));
            Map<Long, double[]> ofWeeks = new HashMap<>();
            sightings.forEach((sighting, prices) ->
                    add(ofWeeks, sighting.week(), prices, items.getOrDefault(sighting.item(), 0.0)));
            double moved = 0;
            for (Map.Entry<Long, double[]> week : ofWeeks.entrySet()) {
                double level = week.getValue()[0] / week.getValue()[1];
                Double before = weeks.put(week.getKey(), level);
                moved = Math.max(moved, before == null ? Double.MAX_VALUE : Math.abs(level - before));
            }
            if (moved < CLOSE) {
                break;
            }
        }
        double mean = weeks.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
        weeks.replaceAll((week, level) -> level - mean);
        return weeks;
    }

    private static <K> void add(Map<K, double[]> sums, K key, Prices prices, double other) {
        double[] sum = sums.computeIfAbsent(key, none -> new double[2]);
        sum[0] += prices.sum - prices.count * other;
        sum[1] += prices.count;
    }
}
