package io.leeway.experiments.pricing;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.decisions.pricing.PriceCell;
import io.leeway.decisions.pricing.PriceRules;
import io.leeway.decisions.pricing.PriceSensitivities;
import io.leeway.decisions.pricing.PriceSensitivity;
import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.Figure;
import io.leeway.evaluation.RankCorrelation;
import io.leeway.experiments.pricing.SimulatedPrices.Priced;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;

/** Figures of price sensitivity: the order, sign and size of estimated elasticities. */
record PriceReport(List<Priced> shops, int shoppers, int days, long seed) {
    private static final Figure ORDER = Figure.gain("rank-correlation");
    /** Nearer to 0 than this an elasticity has no sign worth speaking of. */
    private static final double NO_SIGN = 0.2;

    Evaluation evaluation() {
        List<String> users = new ArrayList<>();
        shops.forEach(shop -> shop.panel().users().forEach(user -> users.add(shop.seed() + "/" + user)));
        Comparison comparison = Comparison.of(
                users,
                contestant("estimate", PriceReport::estimates, true),
                List.of(
                        contestant("sales-over-price", (shop, cells) -> PriceRules.salesOverPrice(cells), true),
                        contestant("dear-is-sensitive", (shop, cells) -> PriceRules.dearness(shop.panel()), false)),
                seed);
        Map<String, String> facts = facts(comparison);
        return new Evaluation(
                "simulated-prices",
                comparison
                                .model(ORDER.name())
                                .in("Simulated: the estimated price sensitivity of categories has a rank correlation of"
                                        + " %.3f (95 %% interval %.3f to %.3f) with the hidden one, the lowest of ")
                        + text("%d shops %s.", shops.size(), facts.get("rankCorrelation.lowest")),
                protocol(),
                facts,
                comparison,
                Map.of(),
                List.of(
                        "Simulated figures say how much of what can be known an estimate finds; they say nothing of a"
                                + " real shop, where prices are not moved by chance alone and shoppers store up.",
                        "The hidden elasticity is that of the shopper in the middle; shoppers lie around it."),
                List.of(chart(shops.get(0))),
                null);
    }

    private static Map<String, Double> estimates(Priced shop, List<PriceCell> cells) {
        Map<String, Double> estimates = new TreeMap<>();
        PriceSensitivities.of(cells)
                .forEach((category, sensitivity) -> estimates.put(category, sensitivity.elasticity()));
        return estimates;
    }

    /** @param sized whether its values are elasticities, not only an order */
    private Contestant contestant(
            String name, BiFunction<Priced, List<PriceCell>, Map<String, Double>> of, boolean sized) {
        // A draw is asked for several figures in a row.
        Drawn drawn = new Drawn(shops, of);
        Contestant contestant = new Contestant(name).add(ORDER, weights -> mean(drawn.of(weights), PriceReport::order));
        return sized
                ? contestant
                        .gain("sign", weights -> mean(drawn.of(weights), PriceReport::sign))
                        .add(Figure.loss("mean-absolute-error"), weights -> mean(drawn.of(weights), PriceReport::error))
                : contestant;
    }

    /** Estimates of each shop, with the last draw remembered. */
    private static final class Drawn {
        private final List<Priced> shops;
        private final BiFunction<Priced, List<PriceCell>, Map<String, Double>> of;
        private int[] last = {};
        private List<Pairs> pairs = List.of();

        private Drawn(List<Priced> shops, BiFunction<Priced, List<PriceCell>, Map<String, Double>> of) {
            this.shops = shops;
            this.of = of;
        }

        private List<Pairs> of(int[] weights) {
            if (!Arrays.equals(last, weights)) {
                last = weights.clone();
                pairs = new ArrayList<>();
                int from = 0;
                for (Priced shop : shops) {
                    pairs.add(Pairs.of(of.apply(shop, shop.panel().cells(weights, from)), shop.hidden()));
                    from += shop.panel().users().size();
                }
            }
            return pairs;
        }
    }

    /** Estimated and hidden values of the same categories. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
    private record Pairs(double[] estimated, double[] hidden) {
        private static Pairs of(Map<String, Double> estimated, Map<String, Double> hidden) {
            List<String> categories = hidden.keySet().stream()
                    .filter(category -> Double.isFinite(estimated.getOrDefault(category, Double.NaN)))
                    .toList();
            return new Pairs(
                    categories.stream()
                            .mapToDouble(category -> estimated.getOrDefault(category, 0.0))
                            .toArray(),
                    categories.stream()
                            .mapToDouble(category -> hidden.getOrDefault(category, 0.0))
                            .toArray());
        }
    }

    private static double mean(List<Pairs> shops, ToDoubleFunction<Pairs> figure) {
        return shops.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private static double order(Pairs pairs) {
        return RankCorrelation.of(pairs.estimated(), pairs.hidden());
    }

    private static double sign(Pairs pairs) {
        int asked = 0;
        int right = 0;
        for (int i = 0; i < pairs.hidden().length; i++) {
            if (Math.abs(pairs.hidden()[i]) >= NO_SIGN) {
                asked++;
                right += pairs.hidden()[i] * pairs.estimated()[i] > 0 ? 1 : 0;
            }
        }
        return (double) right / asked;
    }

    private static double error(Pairs pairs) {
        double sum = 0;
        for (int i = 0; i < pairs.hidden().length; i++) {
            sum += Math.abs(pairs.estimated()[i] - pairs.hidden()[i]);
        }
        return sum / pairs.hidden().length;
    }

    private Map<String, String> facts(Comparison comparison) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("simulated", "true");
        facts.put("seed", Long.toString(seed));
        facts.put("shops", Integer.toString(shops.size()));
        facts.put("shoppers", Integer.toString(comparison.shoppers()));
        facts.put("historyDays", Integer.toString(days));
        int covered = 0;
        int categories = 0;
        double purchases = 0;
        List<Double> orders = new ArrayList<>();
        for (Priced shop : shops) {
            Map<String, PriceSensitivity> estimates =
                    PriceSensitivities.of(shop.panel().cells());
            for (PriceSensitivity estimate : estimates.values()) {
                double hidden = shop.hidden().getOrDefault(estimate.category(), Double.NaN);
                categories++;
                purchases += estimate.purchases();
                covered += estimate.low() <= hidden && hidden <= estimate.high() ? 1 : 0;
            }
            double order = order(Pairs.of(estimates(shop, shop.panel().cells()), shop.hidden()));
            facts.put("rankCorrelation.seed" + shop.seed(), text("%.3f", order));
            orders.add(order);
        }
        facts.put("rankCorrelation.shops", acrossShops(orders));
        facts.put("rankCorrelation.lowest", text("%.3f", Collections.min(orders)));
        facts.put("categories", Integer.toString(categories));
        facts.put("purchases", text("%.0f", purchases));
        facts.put("interval95.covers", text("%.3f", (double) covered / categories));
        return facts;
    }

    private static String acrossShops(List<Double> orders) {
        double mean = orders.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        if (orders.size() < 2) {
            return text("%.3f", mean);
        }
        double squares = orders.stream()
                .mapToDouble(order -> (order - mean) * (order - mean))
                .sum();
        int degrees = orders.size() - 1;
        double half = new TDistribution(degrees).inverseCumulativeProbability(0.975)
                * Math.sqrt(squares / degrees / orders.size());
        return text("%.3f (%.3f to %.3f)", mean, mean - half, mean + half);
    }

    private List<String> protocol() {
        return List.of(
                text(
                        "SIMULATED, no real shop: %d shops of %,d shoppers over %d days by seeds from %d on; each category"
                                + " has a price level a week (0.7 to 1.1), promotions being likelier in season, and a"
                                + " hidden elasticity from −2.8 to 0.4.",
                        shops.size(), shoppers, days, seed),
                "The estimate knows events alone: price levels by the country-product-dummy index of what was looked at and"
                        + " bought, then purchases of a week ∝ views × level^elasticity, categories drawn together by"
                        + " empirical Bayes.",
                "rank-correlation: Spearman's, estimated to hidden elasticities over the categories of a shop, mean over"
                        + " shops.",
                text(
                        "sign: share of the categories whose hidden elasticity is %.1f or more from 0 whose estimate has"
                                + " its sign.",
                        NO_SIGN),
                "sales-over-price is the slope of log weekly sales over the log price level; dear-is-sensitive orders by"
                        + " the mean price.",
                "Intervals: 95 %, bootstrap over shoppers, 1000 draws, every figure estimated again from each. A draw's"
                        + " estimates carry the chance of the sample and that of the draw, so its order is a worse one:"
                        + " the interval lies low, and its lower end is a careful one.",
                "shops: mean of the shops' rank correlations with its 95 % interval by Student's t, each shop being one"
                        + " observation.");
    }

    private static EvaluationChart chart(Priced shop) {
        List<EvaluationChart.Point> points = new ArrayList<>();
        PriceSensitivities.of(shop.panel().cells())
                .forEach((category, estimate) -> points.add(new EvaluationChart.Point(
                        category,
                        shop.hidden().getOrDefault(category, 0.0),
                        estimate.elasticity(),
                        estimate.low(),
                        estimate.high())));
        return new EvaluationChart.Points(
                "Price elasticity by category (simulated), first shop",
                "hidden elasticity",
                "estimated, with its 95 % interval",
                points);
    }
}
