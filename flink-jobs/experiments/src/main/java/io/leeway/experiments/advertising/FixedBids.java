package io.leeway.experiments.advertising;

import io.leeway.decisions.advertising.AdPredictor;
import io.leeway.decisions.advertising.AdvertisingOptions;
import io.leeway.experiments.advertising.AdvertisingWorld.Played;
import io.leeway.experiments.advertising.AdvertisingWorld.Run;
import io.leeway.records.AdCampaign;
import io.leeway.records.scores.InterestScore;
import io.leeway.simulator.advertising.AdMarket;
import java.util.List;

/** One campaign over the scores of some days: as it is, or with one bid for all whom it targets. */
record FixedBids(AdMarket market, AdCampaign campaign, List<InterestScore> scores, AdvertisingOptions options) {
    /** Of the budget; a bid that leaves more is no way to run the campaign. */
    private static final double SPENDS = 0.98;
    /** Of what bids at full value would spend. */
    private static final double SCARCITY = 0.35;

    private static final int STEPS = 14;
    private static final double LOWEST = 0.004;
    private static final double RATIO = 1.25;

    Run play(AdvertisingOptions with, AdPredictor predictor) {
        return new AdvertisingWorld(market, List.of(campaign)).play(scores, with, predictor);
    }

    /** One bid for all, hour and channel drawn alike. */
    Run play(double bid) {
        return play(options.withFixedBid(bid), AdPredictor.constant(0.08, 0.2));
    }

    /** A budget that makes bids scarce: a part of what bidding all values would spend. */
    double budget(AdPredictor predictor) {
        // Pacing begins low and has no budget to keep here: it soon bids full values.
        double free = play(options, predictor).spent().getOrDefault(campaign.id(), 0.0);
        return Math.floor(SCARCITY * free * 100) / 100;
    }

    /** The bid with the highest return among those that spend the budget, else the most. */
    double best(double budget) {
        FixedBids within = new FixedBids(market, AdvertisingShop.withBudget(campaign, budget), scores, options);
        double best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int step = 0; step < STEPS; step++) {
            double bid = LOWEST * campaign.conversionValue() * Math.pow(RATIO, step);
            Run run = within.play(bid);
            double spent = run.spent().getOrDefault(campaign.id(), 0.0) / budget;
            double merit = spent >= SPENDS ? returnOnSpend(run) : spent - SPENDS;
            if (merit > highest) {
                highest = merit;
                best = bid;
            }
        }
        return best;
    }

    private double returnOnSpend(Run run) {
        double value = 0;
        double cost = 0;
        for (Played played : run.played().values()) {
            value += AdvertisingResult.worth(played, campaign);
            cost += played.cost();
        }
        return value / cost;
    }
}
