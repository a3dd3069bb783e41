package io.leeway.decisions.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Estimates price sensitivity by category: each by itself, with standard errors for counts that
 * vary more than Poisson's, then drawn together by empirical Bayes. The elasticities of categories
 * are taken as normal around a common mean, whose spread is what is left of the estimates' spread
 * without their errors (DerSimonian and Laird 1986).
 */
public final class PriceSensitivities {
    private PriceSensitivities() {}

    /** The estimates by category, in order of its name; pooled where a price never moved. */
    public static Map<String, PriceSensitivity> of(List<PriceCell> cells) {
        Map<String, List<PriceCell>> byCategory = new TreeMap<>();
        cells.forEach(cell -> byCategory
                .computeIfAbsent(cell.category(), none -> new ArrayList<>())
                .add(cell));
        Map<String, CategoryDemand> demands = new TreeMap<>();
        byCategory.forEach((category, weeks) -> demands.put(category, new CategoryDemand(weeks)));
        double chiSquared = demands.values().stream()
                .mapToDouble(CategoryDemand::chiSquared)
                .sum();
        int degrees = demands.values().stream()
                .mapToInt(CategoryDemand::degreesOfFreedom)
                .sum();
        double dispersion = degrees == 0 ? 1 : Math.max(1, chiSquared / degrees);

        List<double[]> known = demands.values().stream()
                .filter(CategoryDemand::isKnown)
                .map(demand -> new double[] {demand.elasticity(), demand.standardError(dispersion)})
                .toList();
        double variance = between(known);
        double mean = mean(known, variance);
        Map<String, PriceSensitivity> sensitivities = new TreeMap<>();
        demands.forEach((category, demand) -> {
            double error = demand.standardError(dispersion);
            double share = demand.isKnown() ? variance / (variance + error * error) : 0;
            double elasticity = share == 0 ? mean : mean + share * (demand.elasticity() - mean);
            // Where only this category is known there is no other to be drawn to.
            boolean alone = known.size() < 2;
            sensitivities.put(
                    category,
                    new PriceSensitivity(
                            category,
                            demand.weeks(),
                            demand.purchases(),
                            demand.elasticity(),
                            error,
                            alone ? demand.elasticity() : elasticity,
                            alone
                                    ? error
                                    : Math.sqrt((1 - share) * variance + square(1 - share) * ofMean(known, variance))));
        });
        return sensitivities;
    }

    /** The variance of elasticities between categories, by moments; not below 0. */
    private static double between(List<double[]> known) {
        double weights = 0;
        double squares = 0;
        double mean = mean(known, 0);
        double apart = 0;
        for (double[] one : known) {
            double weight = 1 / square(one[1]);
            weights += weight;
            squares += weight * weight;
            apart += weight * square(one[0] - mean);
        }
        double scale = weights - squares / weights;
        return scale > 0 ? Math.max(0, (apart - (known.size() - 1)) / scale) : 0;
    }

    private static double mean(List<double[]> known, double variance) {
        double sum = 0;
        double weights = 0;
        for (double[] one : known) {
            double weight = 1 / (square(one[1]) + variance);
            sum += weight * one[0];
            weights += weight;
        }
        return weights == 0 ? Double.NaN : sum / weights;
    }

    private static double ofMean(List<double[]> known, double variance) {
        return 1
                / known.stream()
                        .mapToDouble(one -> 1 / (square(one[1]) + variance))
                        .sum();
    }

    private static double square(double value) {
        return value * value;
    }
}
