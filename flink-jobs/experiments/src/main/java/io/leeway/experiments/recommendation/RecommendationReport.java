package io.leeway.experiments.recommendation;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.evaluation.Bound;
import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.Figure;
import io.leeway.jobs.JobException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Click rates of recommended lists in simulated shops. */
record RecommendationReport(List<RecommendedRows> shops, int shoppers, int days, long seed) {
    private static final Figure CLICKS = Figure.gain("click-rate");
    private static final List<String> RULES =
            List.of(RecommendedRows.UNRANKED, RecommendedRows.RECENT, RecommendedRows.VIEWED, RecommendedRows.POPULAR);
    private static final List<String> INGREDIENTS = List.of(
            RecommendedRows.NO_CHANCE,
            RecommendedRows.NO_INTEREST,
            RecommendedRows.TRUE_TASTE,
            RecommendedRows.TRUE_INTEREST,
            RecommendedRows.ORACLE);

    Evaluation evaluation() {
        List<String> users = shops.stream().flatMap(of -> of.users().stream()).toList();
        if (users.isEmpty()) {
            throw new JobException("Expected lists after the cut, found none; simulate more shoppers");
        }
        Comparison comparison = compared(shops, RULES);
        Bound bound = bound(shops);
        Map<String, String> facts = facts(users.size(), bound);
        Map<String, Comparison> origins = new LinkedHashMap<>();
        origins.put("ingredients", compared(shops, INGREDIENTS));
        for (RecommendedRows shop : shops) {
            origins.put("shop of seed " + shop.seed(), compared(List.of(shop), RULES));
        }
        return new Evaluation(
                "simulated-recommendation",
                headline(comparison, bound),
                protocol(comparison),
                facts,
                comparison,
                origins,
                notes(),
                List.of(
                        curve("click rate (simulated)", 0),
                        curve("categories of a list", 1),
                        curve("novelty, bits", 2)),
                bound);
    }

    private Comparison compared(List<RecommendedRows> of, List<String> rules) {
        return Comparison.of(
                users(of),
                contestant(of, RecommendedRows.MODEL),
                rules.stream().map(rule -> contestant(of, rule)).toList(),
                seed);
    }

    private Bound bound(List<RecommendedRows> of) {
        return Bound.of(
                users(of),
                contestant(of, RecommendedRows.MODEL),
                contestant(of, RecommendedRows.ORACLE),
                Map.of(CLICKS, 0.0),
                seed);
    }

    private static List<String> users(List<RecommendedRows> of) {
        return of.stream().flatMap(shop -> shop.users().stream()).toList();
    }

    private static Contestant contestant(List<RecommendedRows> of, String name) {
        double[] rates = of.stream()
                .flatMapToDouble(shop -> Arrays.stream(shop.rates(name)))
                .toArray();
        return new Contestant(name, Map.of(CLICKS, Contestant.mean(rates)));
    }

    private static String headline(Comparison comparison, Bound bound) {
        return text(
                        "Simulated: %.1f %% of recommended items would be clicked, ",
                        100 * comparison.model(CLICKS.name()).value())
                + bound.reached(CLICKS).in("%.3f [%.3f, %.3f] of what the best lists reach, and ")
                + comparison.difference(CLICKS.name()).in("%+.3f [%+.3f, %+.3f] over %s.");
    }

    private List<String> protocol(Comparison comparison) {
        return List.of(
                text(
                        "SIMULATED, no real shop: %d shops of %,d shoppers over %d days, seeds %d to %d, whose shoppers have a"
                                + " hidden taste for items beside their hidden interests.",
                        shops.size(),
                        shoppers,
                        days,
                        shops.get(0).seed(),
                        shops.get(shops.size() - 1).seed()),
                text(
                        "%,d lists of 10 for %,d shoppers in the 7 days after the cut, made by the recommending job itself,"
                                + " exploration and diversity as by default; interest and ranking model know what was known at the"
                                + " cut.",
                        comparison.rows(), comparison.shoppers()),
                "click-rate is the mean of the true probabilities of a click over a list's places: nothing is drawn, and a place"
                        + " left empty counts as 0.",
                "oracle is the best list there is by the true probabilities, from the whole catalogue, under the same rules of"
                        + " stock, bought items and items of one category.",
                "Rules: popular takes what was turned to most; popular-in-recent-categories the same in the three categories"
                        + " last turned to, in turn; last-viewed what the shopper turned to last; job-without-model is the job"
                        + " without a ranking model.",
                "Ingredients: model-without-exploration gives no place to chance; model-without-interest ranks by the ranking"
                        + " model alone; candidates-by-truth ranks the job's candidates by the truth;"
                        + " hidden-interest-popular-items knows the interest and takes popular items.",
                "Intervals: 95 %, bootstrap over shoppers, 1000 draws; parts of the best by 300.");
    }

    private static List<String> notes() {
        return List.of(
                "Simulated figures say how much of what can be known a policy finds; they say nothing of a real shop.",
                "A click does not change what a shopper does next: lists are judged each by itself.");
    }

    private Map<String, String> facts(int rows, Bound bound) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("simulated", "true");
        facts.put("shops", Integer.toString(shops.size()));
        facts.put("shoppers", Integer.toString(shoppers));
        facts.put("historyDays", Integer.toString(days));
        facts.put("lists", Integer.toString(rows));
        facts.put("ofOracle", text("%.3f", bound.reached(CLICKS).value()));
        double oracle = mean(RecommendedRows.ORACLE);
        List<String> named = new ArrayList<>(RULES);
        named.addAll(INGREDIENTS);
        named.remove(RecommendedRows.ORACLE);
        for (String contestant : named) {
            facts.put("ofOracle." + contestant, text("%.3f", mean(contestant) / oracle));
        }
        for (RecommendedRows shop : shops) {
            facts.put(
                    "ofOracle.seed." + shop.seed(),
                    text("%.3f", bound(List.of(shop)).reached(CLICKS).value()));
        }
        Map<String, Integer> sources = new TreeMap<>();
        shops.forEach(shop -> shop.sources().forEach((source, places) -> sources.merge(source, places, Integer::sum)));
        sources.forEach((source, places) -> facts.put("places." + source, Integer.toString(places)));
        return facts;
    }

    private double mean(String contestant) {
        return shops.stream()
                .flatMapToDouble(shop -> Arrays.stream(shop.rates(contestant)))
                .average()
                .orElse(Double.NaN);
    }

    private EvaluationChart curve(String what, int which) {
        List<double[]> points = new ArrayList<>();
        double rows = users(shops).size();
        for (double tradeOff : RecommendedRows.TRADE_OFFS) {
            double sum = 0;
            for (RecommendedRows shop : shops) {
                double[] sums = shop.curve().get(tradeOff);
                sum += sums == null ? 0 : sums[which];
            }
            points.add(new double[] {tradeOff, sum / rows});
        }
        return new EvaluationChart.Lines(
                "Trade-off: " + what,
                "trade-off, 1 is relevance alone",
                what,
                List.of(),
                List.of(new EvaluationChart.Line("model", points)));
    }
}
