package io.leeway.experiments.advertising;

import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Figure;
import io.leeway.experiments.advertising.AdvertisingWorld.Played;
import io.leeway.experiments.advertising.AdvertisingWorld.Run;
import io.leeway.records.AdCampaign;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The campaigns of one simulated shop, run by each contestant over the same opportunities. */
record AdvertisingResult(List<OfCampaign> campaigns) {
    static final String MODEL = "model";
    static final String FIXED = "fixed-bid";
    static final String HINDSIGHT = "fixed-bid-in-hindsight";
    static final String FIXED_WITH_BANDIT = "fixed-bid-with-bandit";
    static final String RANDOM_HOURS = "value-bid-at-random-hours";
    static final List<String> RULES = List.of(FIXED, HINDSIGHT, FIXED_WITH_BANDIT, RANDOM_HOURS);

    static final Figure RETURN = Figure.gain("returnOnSpend");

    record OfCampaign(AdCampaign campaign, double bid, Map<String, Run> runs) {
        double spentShare(String contestant) {
            Run run = runs.get(contestant);
            return run == null ? 0 : run.spent().getOrDefault(campaign.id(), 0.0) / campaign.budget();
        }
    }

    /** What an impression is worth in the mean, by what is hidden. */
    static double worth(Played played, AdCampaign campaign) {
        return played.shown() ? played.truth().click() * played.truth().conversion() * campaign.conversionValue() : 0;
    }

    /** A shopper's opportunity of a campaign that anybody bid for: the row of the comparison. */
    private Map<String, Integer> rows() {
        Map<String, Integer> rows = new TreeMap<>();
        campaigns.forEach(
                one -> one.runs().values().forEach(run -> run.played().keySet().forEach(id -> rows.put(id, 0))));
        int row = 0;
        for (Map.Entry<String, Integer> entry : rows.entrySet()) {
            entry.setValue(row++);
        }
        return rows;
    }

    List<String> users() {
        Map<String, String> users = new HashMap<>();
        campaigns.forEach(one -> one.runs().values().forEach(run -> run.played()
                .forEach((id, played) -> users.put(id, played.bid().decision().userId()))));
        List<String> inOrder = new ArrayList<>();
        rows().keySet().forEach(id -> inOrder.add(users.getOrDefault(id, "")));
        return inOrder;
    }

    Contestant contestant(String name) {
        Map<String, Integer> rows = rows();
        double[] cost = new double[rows.size()];
        double[] worth = new double[rows.size()];
        double[] shown = new double[rows.size()];
        double[] clicks = new double[rows.size()];
        double[] conversions = new double[rows.size()];
        for (OfCampaign one : campaigns) {
            Run run = one.runs().get(name);
            if (run != null) {
                run.played().forEach((id, played) -> {
                    int row = rows.getOrDefault(id, 0);
                    cost[row] = played.cost();
                    worth[row] = worth(played, one.campaign());
                    shown[row] = played.shown() ? 1 : 0;
                    clicks[row] = shown[row] * played.truth().click();
                    conversions[row] = clicks[row] * played.truth().conversion();
                });
            }
        }
        return new Contestant(name)
                .add(RETURN, ratio(worth, cost))
                .gain("ctr", ratio(clicks, shown))
                .gain("cvr", ratio(conversions, clicks));
    }

    static ToDoubleFunction<int[]> ratio(double[] part, double[] whole) {
        return weights -> {
            double above = 0;
            double below = 0;
            for (int row = 0; row < weights.length; row++) {
                above += weights[row] * part[row];
                below += weights[row] * whole[row];
            }
            return above / below;
        };
    }
}
