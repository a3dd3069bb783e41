package io.leeway.experiments.coupons;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.estimators.LogisticRegression;
import io.leeway.estimators.Standardisation;
import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.Metrics;
import io.leeway.evaluation.ScoredOutcomes;
import io.leeway.experiments.EvaluationInput;
import io.leeway.experiments.coupons.CompleteJourneyCoupons.CouponCampaign;
import io.leeway.experiments.coupons.CouponRows.CouponRow;
import io.leeway.jobs.JobException;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Will a household redeem a coupon of a campaign that it receives? Asked of every campaign from a
 * day on, each of a model that learned from campaigns which had ended before this one began.
 */
public final class CouponEvaluation {
    private static final LocalDate FROM = LocalDate.parse("2017-08-01");
    private static final int LEAST_DAYS = 30;
    private static final double RIDGE = 0.01;
    private static final int FEWEST = 50;

    public Evaluation evaluate(EvaluationInput input) throws IOException {
        CompleteJourneyCoupons journey = CompleteJourneyCoupons.read(input.requireDataset());
        Instant cut = input.cut();
        long from = (cut == null ? FROM : LocalDate.ofInstant(cut, ZoneOffset.UTC)).toEpochDay();
        List<CouponRow> rows = CouponRows.of(journey, journey.firstDay() + LEAST_DAYS);
        List<CouponRow> asked =
                rows.stream().filter(row -> row.campaign().start() >= from).toList();
        List<CouponCampaign> campaigns = List.copyOf(asked.stream()
                .collect(Collectors.toMap(
                        row -> row.campaign().id(), CouponRow::campaign, (one, same) -> one, LinkedHashMap::new))
                .values());
        if (asked.stream().noneMatch(CouponRow::redeemed)) {
            throw new JobException("Expected campaigns with redemptions from " + LocalDate.ofEpochDay(from)
                    + " on, found none; name an earlier --cut");
        }
        double[] answers = new double[asked.size()];
        Fitted last = null;
        for (int i = 0; i < campaigns.size(); i++) {
            input.listener().progress("asking campaign by campaign", i, campaigns.size());
            CouponCampaign campaign = campaigns.get(i);
            last = Fitted.of(rows.stream()
                    .filter(row -> row.campaign().end() < campaign.start())
                    .toList());
            for (int row = 0; row < answers.length; row++) {
                if (asked.get(row).campaign().id().equals(campaign.id())) {
                    answers[row] = last.probability(asked.get(row));
                }
            }
        }
        input.listener().progress("asking campaign by campaign", campaigns.size(), campaigns.size());
        return report(journey, asked, campaigns, answers, last == null ? Map.of() : last.weights(), input.seed());
    }

    private Evaluation report(
            CompleteJourneyCoupons journey,
            List<CouponRow> asked,
            List<CouponCampaign> campaigns,
            double[] answers,
            Map<String, String> weights,
            long seed) {
        Map<String, ScoredOutcomes> outcomes = new LinkedHashMap<>();
        outcomes.put("model", outcomes(asked, answers, true));
        for (String rule : asked.get(0).rules().keySet()) {
            outcomes.put(
                    rule,
                    outcomes(
                            asked,
                            asked.stream()
                                    .mapToDouble(row -> row.rules().getOrDefault(rule, Double.NaN))
                                    .toArray(),
                            rule.equals(CouponRows.TYPE_RATE)));
        }
        Comparison all = comparison(asked, outcomes, row -> true, seed);
        Map<String, Comparison> byType = new LinkedHashMap<>();
        for (String type : List.of("A", "B", "C")) {
            if (asked.stream()
                    .anyMatch(row -> row.redeemed() && row.campaign().type().equals(type))) {
                byType.put(
                        "campaigns of type " + type,
                        comparison(asked, outcomes, row -> row.campaign().type().equals(type), seed));
            }
        }
        long redeemed = asked.stream().filter(CouponRow::redeemed).count();
        long open = campaigns.stream()
                .filter(campaign -> campaign.end() > journey.lastDay())
                .count();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("campaigns asked", Integer.toString(campaigns.size()));
        facts.put("rows asked", Integer.toString(asked.size()));
        facts.put("redeemed", Long.toString(redeemed));
        facts.put("campaigns that end after the data", Long.toString(open));
        facts.putAll(weights);
        return new Evaluation(
                "coupon-redemption",
                headline(all),
                List.of(
                        text(
                                "Asked of all %,d pairs of a household and a campaign it received, of %d campaigns from %s"
                                        + " to %s: does it redeem a coupon of the campaign? %.1f %% did.",
                                asked.size(),
                                campaigns.size(),
                                LocalDate.ofEpochDay(campaigns.stream()
                                        .mapToLong(CouponCampaign::start)
                                        .min()
                                        .orElse(0)),
                                LocalDate.ofEpochDay(campaigns.stream()
                                        .mapToLong(CouponCampaign::start)
                                        .max()
                                        .orElse(0)),
                                100.0 * redeemed / asked.size()),
                        "Everything in a row was known before its campaign's first day. Of each campaign a logistic"
                                + " regression is asked that learned from campaigns which had ended by then.",
                        "Intervals: 95 %, bootstrap over households, 1000 draws."),
                facts,
                all,
                byType,
                List.of(
                        "The transactions are a sample of one line in twenty: what households bought is known thinly,"
                                + " what they redeemed is known in full.",
                        open
                                + " of the campaigns end after the data does: of them a redemption that came later counts as"
                                + " none."),
                charts(outcomes),
                null);
    }

    private static String headline(Comparison comparison) {
        return comparison.model("auc").in("The model's AUC is %.3f, ")
                + comparison.difference("auc").in("%+.3f (95 %% interval %+.3f to %+.3f) over the best rule, %s.");
    }

    private static ScoredOutcomes outcomes(List<CouponRow> rows, double[] scores, boolean areProbabilities) {
        return new ScoredOutcomes(
                scores, Metrics.which(rows, CouponRow::redeemed), areProbabilities, OptionalDouble.empty());
    }

    private static Comparison comparison(
            List<CouponRow> asked, Map<String, ScoredOutcomes> outcomes, Predicate<CouponRow> which, long seed) {
        int[] some = IntStream.range(0, asked.size())
                .filter(row -> which.test(asked.get(row)))
                .toArray();
        List<CouponRow> rows = IntStream.of(some).mapToObj(asked::get).toList();
        List<Contestant> contestants = new ArrayList<>();
        outcomes.forEach((name, of) -> contestants.add(outcomes(
                        rows,
                        IntStream.of(some).mapToDouble(row -> of.scores()[row]).toArray(),
                        of.areProbabilities())
                .contestant(name)));
        return Comparison.of(rows.stream().map(CouponRow::household).toList(), contestants, seed);
    }

    private static List<EvaluationChart> charts(Map<String, ScoredOutcomes> outcomes) {
        return List.of(
                EvaluationChart.roc(
                        "ROC", "called, of those who did not redeem", "found, of those who redeemed", outcomes),
                EvaluationChart.lift(
                        "share of rows that is called", "redemptions among them, in times of chance", outcomes));
    }

    /** A logistic regression on columns of spread 1. */
    private record Fitted(List<String> names, Standardisation scale, LogisticRegression regression) {

        static Fitted of(List<CouponRow> rows) {
            if (rows.size() < FEWEST || rows.stream().noneMatch(CouponRow::redeemed)) {
                throw new JobException(
                        "Expected " + FEWEST + " rows with a redemption of campaigns that ended before the"
                                + " first one asked, found " + rows.size() + " rows; name a later --cut");
            }
            List<String> names = List.copyOf(rows.get(0).columns().keySet());
            double[][] columns = rows.stream().map(Fitted::row).toArray(double[][]::new);
            Standardisation scale = Standardisation.of(columns);
            boolean[] yes = Metrics.which(rows, CouponRow::redeemed);
            return new Fitted(names, scale, LogisticRegression.fit(scale.apply(columns), yes, RIDGE));
        }

        private static double[] row(CouponRow row) {
            return row.columns().values().stream().mapToDouble(value -> value).toArray();
        }

        double probability(CouponRow row) {
            return regression.probability(scale.apply(row(row)));
        }

        /** Of the columns, the heaviest first. */
        Map<String, String> weights() {
            Map<String, String> weights = new LinkedHashMap<>();
            IntStream.range(0, names.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -Math.abs(regression.weights()[i])))
                    .limit(8)
                    .forEach(i -> weights.put(
                            "weight at the last campaign: " + names.get(i),
                            text("%+.3f", regression.weights()[i])));
            return weights;
        }
    }
}
