package io.leeway.experiments.pricing;

import io.leeway.decisions.pricing.PricePanel;
import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.EvaluationInput;
import io.leeway.experiments.SimulatedHistory;
import io.leeway.shopper.events.EventJson;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.HistoryLine;
import io.leeway.simulator.shoppers.PlantingRates;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.simulator.truth.PriceTruth;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Price sensitivity by category in simulated shops: estimates beside the hidden values. */
public record SimulatedPrices(int shops, int shoppers, int days) {
    public SimulatedPrices() {
        this(5, SimulatedHistory.SHOPPERS, SimulatedHistory.DAYS);
    }

    /** A shop: what its events say, and what is hidden. */
    record Priced(long seed, PricePanel panel, Map<String, Double> hidden) {}

    public Evaluation evaluate(EvaluationInput input) throws Exception {
        List<Priced> priced = new ArrayList<>();
        for (int shop = 0; shop < shops; shop++) {
            input.listener().progress("simulating shops with promotions", shop, shops);
            // Shops whose seeds are neighbours have nothing in common.
            priced.add(priced(SimulatedHistory.settings(input.seed() + shop)
                    .withShoppers(shoppers)
                    .withHistoryDays(days)
                    .withPlanting(PlantingRates.nothing())));
        }
        input.listener().progress("simulating shops with promotions", shops, shops);
        return new PriceReport(priced, shoppers, days, input.seed()).evaluation();
    }

    private static Priced priced(ShopSettings settings) throws Exception {
        SimulatedShop shop = SimulatedShop.withPromotions(settings);
        PricePanel.Builder panel = new PricePanel.Builder();
        for (Iterator<HistoryLine> history = shop.history(); history.hasNext(); ) {
            panel.add(EventJson.read(history.next().value()));
        }
        return new Priced(
                settings.seed(),
                panel.build(),
                shop.prices().map(PriceTruth::elasticities).orElseThrow());
    }
}
