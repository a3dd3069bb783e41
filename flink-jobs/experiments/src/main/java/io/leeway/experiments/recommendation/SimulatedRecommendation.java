package io.leeway.experiments.recommendation;

import io.leeway.decisions.recommendation.RecommendationOptions;
import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.EvaluationInput;
import io.leeway.experiments.SimulatedHistory;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.PlantingRates;
import io.leeway.simulator.shoppers.ShopSettings;
import java.util.ArrayList;
import java.util.List;

/** Recommendation in simulated shops: the job's lists beside rules and the best lists. */
public record SimulatedRecommendation(int shops, int shoppers, int days, double rate) {
    public SimulatedRecommendation() {
        this(3, 1000, SimulatedHistory.DAYS, 0.2);
    }

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
