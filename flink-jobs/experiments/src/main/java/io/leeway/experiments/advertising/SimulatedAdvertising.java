package io.leeway.experiments.advertising;

import io.leeway.decisions.advertising.AdvertisingOptions;
import io.leeway.decisions.advertising.ModelPredictor;
import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.EvaluationInput;
import io.leeway.experiments.SimulatedHistory;
import io.leeway.experiments.advertising.AdvertisingWorld.Run;
import io.leeway.records.AdCampaign;
import io.leeway.records.scores.InterestScore;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.training.TrainedModel;
import io.leeway.training.advertising.AdImpression;
import io.leeway.training.advertising.AdTrainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Advertising in simulated shops, where it is known what impressions are truly worth: spend against
 * budgets, and the return on spend beside fixed bids, over the same opportunities, prices and
 * budgets.
 */
public record SimulatedAdvertising(int shoppers, int logDays, int campaignDays, int shops) {
    private static final Duration DAY = Duration.ofDays(1);

    public SimulatedAdvertising() {
        this(3000, 42, 21, 3);
    }

    public Evaluation evaluate(EvaluationInput input) throws Exception {
        List<AdvertisingResult> results = new ArrayList<>();
        Map<String, Comparison> clicks = new LinkedHashMap<>();
        for (int shop = 0; shop < shops; shop++) {
            long seed = input.seed() + shop;
            input.listener().progress("simulating shops", shop, shops);
            AdvertisingShop simulated = new AdvertisingShop(settings(seed), logDays, campaignDays);
            List<AdImpression> log = simulated.log(AdvertisingOptions.DEFAULTS.withSeed(seed));
            TrainedModel model = new AdTrainer(simulated.market().categories(), seed, input.listener())
                    .train(log, input.work(), shop + 1L);
            clicks.putAll(clicks(input, simulated, log, shop));
            try (ModelPredictor predictor = new ModelPredictor(model.directory())) {
                results.add(result(simulated, predictor, seed));
            }
        }
        input.listener().progress("simulating shops", shops, shops);
        return new AdvertisingReport(results, clicks, shoppers, logDays, campaignDays, input.seed()).evaluation();
    }

    private ShopSettings settings(long seed) {
        return SimulatedHistory.settings(seed)
                .withShoppers(shoppers)
                .withHistoryDays(AdvertisingShop.WARM_UP_DAYS + logDays + campaignDays);
    }

    /** The models on the log's last quarter, after training on what came before alone. */
    private Map<String, Comparison> clicks(
            EvaluationInput input, AdvertisingShop shop, List<AdImpression> log, int number) throws Exception {
        int cut = log.size() * 3 / 4;
        TrainedModel earlier = new AdTrainer(shop.market().categories(), input.seed() + number, input.listener())
                .train(log.subList(0, cut), input.work().resolve("earlier"), number + 1L);
        return AdModelComparison.of(
                "shop " + (number + 1) + ", ",
                log.subList(0, cut),
                log.subList(cut, log.size()),
                AdTrainer.predict(earlier.directory(), log.subList(cut, log.size())),
                input.seed());
    }

    private AdvertisingResult result(AdvertisingShop shop, ModelPredictor predictor, long seed) {
        AdvertisingOptions options = AdvertisingOptions.DEFAULTS.withSeed(seed);
        Instant before = shop.begin().minus(DAY.multipliedBy(campaignDays));
        List<InterestScore> earlier = shop.scores(before, shop.begin());
        List<InterestScore> now = shop.scores(shop.begin(), shop.end());
        List<AdvertisingResult.OfCampaign> campaigns = new ArrayList<>();
        List<AdCampaign> rehearsed = shop.campaigns(before, shop.begin());
        List<AdCampaign> plans = shop.campaigns(shop.begin(), shop.end());
        for (int i = 0; i < plans.size(); i++) {
            FixedBids rehearsal = new FixedBids(shop.market(), rehearsed.get(i), earlier, options);
            double budget = rehearsal.budget(predictor);
            AdCampaign plan = AdvertisingShop.withBudget(plans.get(i), budget);
            FixedBids fixed = new FixedBids(shop.market(), plan, now, options);
            double tuned = rehearsal.best(budget);
            Map<String, Run> runs = new LinkedHashMap<>();
            runs.put(AdvertisingResult.MODEL, fixed.play(options, predictor));
            runs.put(AdvertisingResult.FIXED, fixed.play(tuned));
            runs.put(AdvertisingResult.HINDSIGHT, fixed.play(fixed.best(budget)));
            runs.put(
                    AdvertisingResult.FIXED_WITH_BANDIT,
                    fixed.play(options.withFixedBid(tuned).withExplore(options.explore()), predictor));
            runs.put(AdvertisingResult.RANDOM_HOURS, fixed.play(options.withExplore(1), predictor));
            campaigns.add(new AdvertisingResult.OfCampaign(plan, tuned, runs));
        }
        return new AdvertisingResult(campaigns);
    }
}
