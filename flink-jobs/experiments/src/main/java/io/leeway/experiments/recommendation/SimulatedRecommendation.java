package io.leeway.experiments.recommendation;

import io.leeway.decisions.recommendation.RecommendationOptions;
import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.EvaluationInput;
import io.leeway.experiments.EvaluationTask;
import io.leeway.experiments.SimulatedHistory;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.PlantingRates;
import io.leeway.simulator.shoppers.ShopSettings;
import java.util.ArrayList;
import java.util.List;

/** Recommendation in simulated shops with hidden taste: the job's lists beside rules, and beside the best lists that there are. */
public final class SimulatedRecommendation implements EvaluationTask {
    private final int shops;
    private final int shoppers;
    private final int days;
    private final double rate;

    /** The command's. */
    public SimulatedRecommendation() {
        this(3, 1000, SimulatedHistory.DAYS, 0.2);
    }

    /** Shops of another size. */
    public SimulatedRecommendation(int shops, int shoppers, int days, double rate) {
        this.shops = shops;
        this.shoppers = shoppers;
        this.days = days;
        this.rate = rate;
    }

    @Override
    public String name() {
        return "simulated-recommendation";
    }

    @Override
    public boolean readsHistory() {
        return false;
    }

    @Override
    public Evaluation evaluate(EvaluationInput input) throws Exception {
        List<RecommendedRows> rows = new ArrayList<>();
        for (int shop = 0; shop < shops; shop++) {
            ShopSettings settings = SimulatedHistory.settings(input.seed() + shop)
                    .withShoppers(shoppers)
                    .withHistoryDays(days)
                    .withPlanting(PlantingRates.nothing());
            rows.add(new RecommendedRows(
                    RecommendedShop.of(input, SimulatedShop.withTaste(settings), rate, RecommendationOptions.DEFAULTS),
                    RecommendationOptions.DEFAULTS));
        }
        return new RecommendationReport(rows, shoppers, days, input.seed()).evaluation();
    }
}
