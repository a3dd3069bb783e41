package io.leeway.experiments.advertising;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.experiments.advertising.AdvertisingResult.OfCampaign;
import io.leeway.experiments.advertising.AdvertisingWorld.Played;
import io.leeway.shopper.TimeMillis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The report on simulated campaigns. */
record AdvertisingReport(
        List<AdvertisingResult> results,
        Map<String, Comparison> clicks,
        int shoppers,
        int logDays,
        int campaignDays,
        long seed) {
    Evaluation evaluation() {
        List<Comparison> comparisons = new ArrayList<>();
        results.forEach(result -> comparisons.add(compare(result)));
        Map<String, Comparison> origins = new LinkedHashMap<>();
        for (int shop = 1; shop < results.size(); shop++) {
            origins.put("shop " + (shop + 1) + " (simulated)", comparisons.get(shop));
        }
        clicks.forEach((name, comparison) -> origins.put(name + " (simulated)", comparison));
        double least = spends().min(Comparator.naturalOrder()).orElse(0.0);
        double most = spends().max(Comparator.naturalOrder()).orElse(0.0);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("simulated", "yes: every figure is of simulated shops");
        facts.put("shops", Integer.toString(results.size()));
        facts.put("campaigns", Long.toString(spends().count()));
        facts.put("spend of budget, least", percent(least));
        facts.put("spend of budget, most", percent(most));
        for (int shop = 0; shop < results.size(); shop++) {
            facts.put("shop " + (shop + 1) + ", spend of budget", spends(results.get(shop), AdvertisingResult.MODEL));
            for (String rule : AdvertisingResult.RULES) {
                facts.put("shop " + (shop + 1) + ", spend by " + rule, spends(results.get(shop), rule));
                facts.put("shop " + (shop + 1) + ", return on spend over " + rule, over(results.get(shop), rule));
            }
        }
        return new Evaluation(
                "simulated-advertising",
                text(
                        "Simulated: campaigns spent %s to %s of their budgets, and in the first of %d shops the return on spend was %s of the best fixed bid's in hindsight.",
                        percent(least),
                        percent(most),
                        results.size(),
                        over(results.get(0), AdvertisingResult.HINDSIGHT)),
                protocol(),
                facts,
                comparisons.get(0),
                origins,
                notes(),
                List.of(spendChart()),
                null);
    }

    private Stream<Double> spends() {
        return results.stream()
                .flatMap(result -> result.campaigns().stream())
                .map(one -> one.spentShare(AdvertisingResult.MODEL));
    }

    private static String spends(AdvertisingResult result, String contestant) {
        return String.join(
                " ",
                result.campaigns().stream()
                        .map(one -> percent(one.spentShare(contestant)))
                        .toList());
    }

    private Comparison compare(AdvertisingResult result) {
        return Comparison.of(
                result.users(),
                result.contestant(AdvertisingResult.MODEL),
                AdvertisingResult.RULES.stream().map(result::contestant).toList(),
                seed);
    }

    /** How many times a rule's return on spend the model has, with its interval. */
    private String over(AdvertisingResult result, String rule) {
        ToDoubleFunction<int[]> model = returns(result.contestant(AdvertisingResult.MODEL));
        ToDoubleFunction<int[]> other = returns(result.contestant(rule));
        return Comparison.Estimate.of(
                        result.users(), seed, weights -> model.applyAsDouble(weights) / other.applyAsDouble(weights))
                .in("%.2f (%.2f–%.2f) times");
    }

    private static ToDoubleFunction<int[]> returns(Contestant contestant) {
        ToDoubleFunction<int[]> of = contestant.figures().get(AdvertisingResult.RETURN);
        if (of == null) {
            throw new IllegalStateException("Expected a return on spend of " + contestant.name());
        }
        return of;
    }

    private List<String> protocol() {
        return List.of(
                text(
                        "Simulated shops of %d shoppers: after %d days, %d days of impressions of all categories with hour and channel drawn alike, then %d days of six campaigns.",
                        shoppers, AdvertisingShop.WARM_UP_DAYS, logDays, campaignDays),
                "Scores of interest are a counting rule's over what simulated shoppers look at; the hidden interest is never shown to any policy.",
                "Clicks and conversions are a hidden function of interest, its rise, hour, channel, liking and impressions seen. An impression goes to the highest bid at the second price; the others' highest bid follows a little what the impression is truly worth.",
                "The model of clicks and conversions is trained on the log alone. A budget is 35 % of what bidding full values spent in the log's last days.",
                "Every contestant has the same requests, budgets, frequency caps and others' bids. The fixed bid is the best of 14 that spend at least 98 % of the budget: fixed-bid by the log's last days, fixed-bid-in-hindsight by the very days that are judged.",
                "Return on spend is the true expected value of the impressions over what they cost; ctr and cvr are the true expected rates. Intervals are of a bootstrap over shoppers, each contestant's run left as it was.",
                "Model comparisons: trained on the first three quarters of the log, asked about the last; beside the category's and the shopper's rates before.");
    }

    private static List<String> notes() {
        return List.of(
                "All of it is simulated: nothing here says what a real campaign would return.",
                "A market in which others know a little of what an impression is worth punishes low fixed bids: they win what no other bidder wants.");
    }

    private EvaluationChart spendChart() {
        OfCampaign one = results.get(0).campaigns().get(0);
        List<EvaluationChart.Line> lines = new ArrayList<>();
        for (String name : List.of(AdvertisingResult.MODEL, AdvertisingResult.FIXED)) {
            List<double[]> points = new ArrayList<>();
            double spent = 0;
            for (Played played : shown(one, name)) {
                spent += played.cost();
                points.add(new double[] {
                    (played.bid().showing().showAtMillis() - one.campaign().startMillis()) / (double) TimeMillis.DAY,
                    spent / one.campaign().budget()
                });
            }
            lines.add(new EvaluationChart.Line(name, points));
        }
        return new EvaluationChart.Lines(
                "Spend of a campaign (simulated)",
                "day",
                "share of the budget",
                List.of(new double[] {0, 0}, new double[] {campaignDays, 1}),
                lines);
    }

    private static List<Played> shown(OfCampaign one, String contestant) {
        AdvertisingWorld.Run run = one.runs().get(contestant);
        return run == null
                ? List.of()
                : run.played().values().stream()
                        .filter(Played::shown)
                        .sorted(Comparator.comparingLong(
                                played -> played.bid().showing().showAtMillis()))
                        .toList();
    }

    private static String percent(double share) {
        // Rounded down: what is reported as 100 % has not gone above it.
        return text("%.2f %%", Math.floor(share * 10_000) / 100);
    }
}
