package io.leeway.decisions.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one would say of price sensitivity without a model: rules to hold an estimate against. */
public final class PriceRules {
    private PriceRules() {}

    /**
     * The slope of the logarithm of a week's sales over that of its price level, by least squares:
     * looks neither at views nor at other categories. 0 where the price never moved.
     */
    public static Map<String, Double> salesOverPrice(List<PriceCell> cells) {
        Map<String, List<PriceCell>> byCategory = new TreeMap<>();
        cells.forEach(cell -> byCategory
                .computeIfAbsent(cell.category(), none -> new ArrayList<>())
                .add(cell));
        Map<String, Double> slopes = new TreeMap<>();
        byCategory.forEach((category, weeks) -> slopes.put(category, slope(weeks)));
        return slopes;
    }

    private static double slope(List<PriceCell> weeks) {
        double meanX = weeks.stream().mapToDouble(PriceCell::logLevel).average().orElse(0);
        double xy = 0;
        double xx = 0;
        for (PriceCell week : weeks) {
            double x = week.logLevel() - meanX;
            // Half a purchase more, for the weeks without one.
            xy += x * Math.log(week.purchases() + 0.5);
            xx += x * x;
        }
        return xx > 1e-9 ? xy / xx : 0;
    }

    /** The dearer the more sensitive: minus the mean logarithm of prices. An order only. */
    public static Map<String, Double> dearness(PricePanel panel) {
        Map<String, Double> slopes = new TreeMap<>();
        panel.meanLogPrices().forEach((category, price) -> slopes.put(category, -price));
        return slopes;
    }
}
