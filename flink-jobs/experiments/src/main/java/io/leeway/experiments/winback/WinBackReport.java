package io.leeway.experiments.winback;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.evaluation.Bound;
import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Comparison.Estimate;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.Figure;
import io.leeway.records.Treatment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Figures of win-back in simulated shops: the learned policy, its rules and estimates. */
record WinBackReport(List<WinBackTrial> trials, int shoppers, long seed) {
    private static final Figure MARGIN = Figure.gain("incremental-margin");

    Evaluation evaluation() {
        List<String> users = new ArrayList<>();
        for (WinBackTrial trial : trials) {
            new WinBackRules(trial)
                    .treated()
                    .forEach(row -> users.add(trial.seed() + "/"
                            + trial.offers().get(row).warning().userId()));
        }
        Contestant model = contestant("learned", WinBackRules::learned);
        Contestant oracle = contestant("oracle", WinBackRules::oracle);
        Comparison comparison = Comparison.of(
                users,
                model,
                List.of(
                        contestant("everybody-coupon-10", rules -> rules.everybody(Treatment.COUPON_10)),
                        contestant("everybody-message", rules -> rules.everybody(Treatment.MESSAGE)),
                        contestant("everybody-points", rules -> rules.everybody(Treatment.POINTS)),
                        contestant("likeliest-to-leave-coupon-10", WinBackRules::likeliestToLeave),
                        contestant("random", WinBackRules::atRandom)),
                seed);
        Bound bound = Bound.of(users, model, oracle, Map.of(MARGIN, 0.0), seed);
        Map<String, String> facts = facts();
        Estimate reached = bound.reached(MARGIN);
        return new Evaluation(
                "simulated-win-back",
                reached.in("Simulated: the learned win-back policy reaches %.3f (95 %% interval %.3f to %.3f) of the"
                                + " oracle's incremental margin under the same budget, the lowest of ")
                        + text(
                                "%d shops %s; the estimated uplift's interval",
                                trials.size(), facts.get("reached.lowest"))
                        + text(" covers the true one in %s.", facts.get("uplift.interval95.covers")),
                protocol(),
                facts,
                comparison,
                Map.of(),
                List.of(
                        "Simulated figures say how much of what can be known a policy finds; they say nothing of a real"
                                + " shop, whose shoppers answer otherwise.",
                        "Offers do not change what simulated shoppers do afterwards: each offer's answer is drawn beside"
                                + " the events.",
                        "The budget counts what offers cost at most, as if every coupon were redeemed; less is paid."),
                List.of(chart()),
                bound);
    }

    private Contestant contestant(String name, Function<WinBackRules, Treatment[]> choose) {
        double[] gains = trials.stream()
                .map(WinBackRules::new)
                .flatMapToDouble(rules -> Arrays.stream(rules.gains(choose.apply(rules))))
                .toArray();
        return new Contestant(name, Map.of(MARGIN, Contestant.mean(gains)));
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("simulated", "true");
        facts.put("seed", Long.toString(seed));
        facts.put("shops", Integer.toString(trials.size()));
        facts.put("shoppers", Integer.toString(shoppers));
        facts.put("historyDays", Integer.toString(WinBackTrial.DAYS));
        List<Double> reached = new ArrayList<>();
        int covered = 0;
        for (WinBackTrial trial : trials) {
            WinBackRules rules = new WinBackRules(trial);
            double learned = Arrays.stream(rules.gains(rules.learned())).sum();
            double share = learned / Arrays.stream(rules.gains(rules.oracle())).sum();
            reached.add(share);
            double[] effects = trial.estimatedEffects();
            Estimate uplift = Estimate.of(
                    trial.offers().stream()
                            .map(offer -> offer.warning().userId())
                            .toList(),
                    trial.seed(),
                    Contestant.mean(effects));
            double truth = learned / rules.treated().count();
            covered += uplift.low() <= truth && truth <= uplift.high() ? 1 : 0;
            facts.put(
                    "seed" + trial.seed(),
                    text(
                            "reached %.3f (%.3f of the dual bound), uplift an offer %.2f estimated %.2f (%.2f to %.2f),"
                                    + " %d logged, %d decided, spent at most %.2f of %.0f in a week",
                            share,
                            learned / rules.bound(),
                            truth,
                            Arrays.stream(effects).average().orElse(Double.NaN),
                            uplift.low(),
                            uplift.high(),
                            trial.logged(),
                            trial.offers().size(),
                            rules.mostSpent(rules.learned()),
                            trial.budget()));
        }
        facts.put("reached.lowest", text("%.3f", Collections.min(reached)));
        facts.put(
                "reached.mean",
                text(
                        "%.3f",
                        reached.stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElse(Double.NaN)));
        facts.put("uplift.interval95.covers", covered + " of " + trials.size());
        return facts;
    }

    private List<String> protocol() {
        return List.of(
                text(
                        "SIMULATED, no real shop: %d shops of %,d shoppers over %d days by seeds from %d on; each shopper has a"
                                + " hidden answer to each treatment: persuadable, coming anyhow, gone, or put off.",
                        trials.size(), shoppers, WinBackTrial.DAYS, seed),
                "Churn scores are those of a logistic regression of what shoppers did, learned in the first 40 days; warnings,"
                        + " cooldowns, open offers and the budget are the job's own.",
                "Up to day 96 treatments are drawn evenly; the model (of the return and of its margin) is learned from them, and decides from"
                        + " day 110 on, with 10 % of shoppers held out and 2 % of treatments drawn.",
                "incremental-margin: the true expected margin of an offer over none, net of its cost, mean over the shoppers"
                        + " that are not held out. The learned policy's drawn treatments are in its figure.",
                "The weekly budget is a quarter of what a coupon-10 for everybody takes; rules and oracle have the same.",
                "The oracle knows every shopper's hidden state and a week's warnings beforehand; the dual bound is what no"
                        + " choice can exceed.",
                "uplift: treated less held-out shoppers, doubly robust; intervals: 95 %, bootstrap over shoppers, 1000"
                        + " draws.");
    }

    private EvaluationChart chart() {
        List<EvaluationChart.Point> points = new ArrayList<>();
        WinBackTrial first = trials.get(0);
        first.effects()
                .forEach((treatment, estimate) -> points.add(new EvaluationChart.Point(
                        treatment.id(),
                        first.trueEffects().getOrDefault(treatment, 0.0),
                        estimate.value(),
                        estimate.low(),
                        estimate.high())));
        return new EvaluationChart.Points(
                "Uplift of each treatment over the log's shoppers (simulated), first shop",
                "true incremental margin",
                "estimated, with its 95 % interval",
                points);
    }
}
