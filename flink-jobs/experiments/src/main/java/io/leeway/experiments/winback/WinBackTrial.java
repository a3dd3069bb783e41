package io.leeway.experiments.winback;

import io.leeway.decisions.winback.Offer;
import io.leeway.decisions.winback.OfferBudget;
import io.leeway.decisions.winback.Warning;
import io.leeway.decisions.winback.WinBackModel;
import io.leeway.decisions.winback.WinBackOptions;
import io.leeway.evaluation.Comparison.Estimate;
import io.leeway.evaluation.uplift.DoublyRobust;
import io.leeway.evaluation.uplift.LoggedTreatments;
import io.leeway.evaluation.uplift.UpliftLearner;
import io.leeway.experiments.SimulatedHistory;
import io.leeway.records.Treatment;
import io.leeway.shopper.TimeMillis;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.PlantingRates;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.simulator.truth.OfferResponse;
import io.leeway.simulator.truth.ShopTruth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One simulated shop: treatments drawn evenly in its first part, a policy learned from them, and
 * what that policy and others bring in its second part.
 *
 * @param logged how many offers were learned from
 * @param offers what the policy decided in the second part, held-out shoppers' too
 * @param truths of each offer the true incremental margin by treatment
 * @param margins of each offer what came of it
 * @param effects by treatment as estimated from the log, doubly robust
 * @param trueEffects by treatment over the log's shoppers
 */
record WinBackTrial(
        long seed,
        int logged,
        double budget,
        List<Offer> offers,
        List<double[]> truths,
        List<Double> margins,
        Map<Treatment, Estimate> effects,
        Map<Treatment, Double> trueEffects) {
    static final int DAYS = 160;
    private static final int LEARNED_BY = 110;
    /** Of what a coupon-10 for everybody would take. */
    private static final double BUDGET_SHARE = 0.25;

    private static final WinBackOptions OPTIONS = new WinBackOptions(
            0.5,
            0.35,
            Duration.ofDays(7),
            Duration.ofDays(14),
            0.1,
            0.02,
            1e9,
            Duration.ofDays(7),
            false,
            Duration.ofDays(400),
            7);

    static WinBackTrial of(long seed, int shoppers) throws Exception {
        ShopSettings settings = SimulatedHistory.settings(seed)
                .withShoppers(shoppers)
                .withHistoryDays(DAYS)
                .withPlanting(PlantingRates.nothing());
        SimulatedShop shop = new SimulatedShop(settings);
        List<String> users = shop.truths().stream().map(ShopTruth::userId).toList();
        List<OfferResponse> responses = shop.offerResponses();
        Map<String, OfferResponse> response = new HashMap<>();
        for (int i = 0; i < users.size(); i++) {
            response.put(users.get(i), responses.get(i));
        }
        long learned = settings.historyStart().toEpochMilli() + LEARNED_BY * TimeMillis.DAY;
        List<Warning> before = new ArrayList<>();
        List<Warning> after = new ArrayList<>();
        for (Warning warning : WatchedShop.warnings(shop, users, OPTIONS)) {
            // What is known when it is learned: an offer that is still open has no outcome.
            if (warning.asOfMillis() >= learned) {
                after.add(warning);
            } else if (warning.asOfMillis() < learned - OPTIONS.validity().toMillis()) {
                before.add(warning);
            }
        }
        return trial(seed, before, after, response);
    }

    private static WinBackTrial trial(
            long seed, List<Warning> before, List<Warning> after, Map<String, OfferResponse> response) {
        OfferBudget drawing = new OfferBudget(OPTIONS, null);
        List<Offer> log = before.stream().map(drawing::decide).toList();
        LoggedTreatments margins = logged(log, response, false);
        WinBackModel model = WinBackModel.parse(WinBackModel.learn(
                margins.features(),
                margins.treatments(),
                margins.outcomes(),
                logged(log, response, true).outcomes(),
                1));
        double weeks =
                (before.get(before.size() - 1).asOfMillis() - before.get(0).asOfMillis()) / 7.0 / TimeMillis.DAY;
        double budget = Math.rint(
                BUDGET_SHARE * Treatment.COUPON_10.mostCost() * (1 - OPTIONS.controlShare()) * before.size() / weeks);
        OfferBudget spending = new OfferBudget(OPTIONS.withBudget(budget), model);
        List<Offer> offers = after.stream().map(spending::decide).toList();
        DoublyRobust robust = DoublyRobust.of(margins, UpliftLearner.separate(1e-2), 2, seed);
        Map<Treatment, Estimate> effects = new EnumMap<>(Treatment.class);
        Map<Treatment, Double> trueEffects = new EnumMap<>(Treatment.class);
        for (Treatment treatment : Treatment.values()) {
            if (treatment != Treatment.NONE) {
                effects.put(treatment, robust.averageEffect(treatment.ordinal(), 0));
                trueEffects.put(
                        treatment,
                        log.stream()
                                .mapToDouble(offer -> truth(offer.warning(), response)[treatment.ordinal()])
                                .average()
                                .orElse(Double.NaN));
            }
        }
        return new WinBackTrial(
                seed,
                log.size(),
                budget,
                offers,
                offers.stream().map(offer -> truth(offer.warning(), response)).toList(),
                offers.stream().map(offer -> answer(offer, response).margin()).toList(),
                effects,
                trueEffects);
    }

    private static LoggedTreatments logged(
            List<Offer> offers, Map<String, OfferResponse> response, boolean whetherReturned) {
        return new LoggedTreatments(
                offers.stream().map(offer -> offer.warning().features()).toArray(double[][]::new),
                offers.stream().mapToInt(offer -> offer.treatment().ordinal()).toArray(),
                offers.stream()
                        .map(offer -> answer(offer, response))
                        .mapToDouble(answer -> whetherReturned ? (answer.returned() ? 1 : 0) : answer.margin())
                        .toArray(),
                offers.stream().mapToDouble(Offer::propensity).toArray(),
                Treatment.values().length);
    }

    private static OfferResponse.Answer answer(Offer offer, Map<String, OfferResponse> response) {
        Warning warning = offer.warning();
        return of(warning, response)
                .answer(Instant.ofEpochMilli(warning.asOfMillis()), offer.treatment(), warning.id());
    }

    private static double[] truth(Warning warning, Map<String, OfferResponse> response) {
        double[] truth = new double[Treatment.values().length];
        for (Treatment treatment : Treatment.values()) {
            truth[treatment.ordinal()] =
                    of(warning, response).incrementalMargin(Instant.ofEpochMilli(warning.asOfMillis()), treatment);
        }
        return truth;
    }

    private static OfferResponse of(Warning warning, Map<String, OfferResponse> response) {
        OfferResponse of = response.get(warning.userId());
        if (of == null) {
            throw new IllegalStateException("Every shopper has an answer");
        }
        return of;
    }

    long week(int offer) {
        return offers.get(offer).warning().asOfMillis() / OPTIONS.window().toMillis();
    }

    /** What the whole policy brings over nothing: each offer's doubly robust score. */
    double[] estimatedEffects() {
        int rows = offers.size();
        double[][] features = new double[rows][];
        int[] acts = new int[rows];
        double[] outcomes = new double[rows];
        double[] propensities = new double[rows];
        for (int row = 0; row < rows; row++) {
            Warning warning = offers.get(row).warning();
            features[row] = warning.features();
            acts[row] = warning.control() ? 0 : 1;
            outcomes[row] = margins.get(row);
            propensities[row] = warning.control() ? OPTIONS.controlShare() : 1 - OPTIONS.controlShare();
        }
        return DoublyRobust.of(
                        new LoggedTreatments(features, acts, outcomes, propensities, 2),
                        UpliftLearner.separate(1e-2),
                        5,
                        seed)
                .effects(1, 0);
    }
}
