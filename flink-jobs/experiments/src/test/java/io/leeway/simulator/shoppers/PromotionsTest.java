package io.leeway.simulator.shoppers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.Reading;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.truth.PriceTruth;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromotionsTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final ShopSettings SETTINGS =
            ShopSettings.from(START).withShoppers(1000).withHistoryDays(70).withPlanting(PlantingRates.nothing());

    @Test
    void aPriceIsTheUsualOneTimesItsWeeksLevel() {
        SimulatedShop shop = SimulatedShop.withPromotions(SETTINGS.withShoppers(150));
        PriceTruth truth = shop.prices().orElseThrow();
        Map<String, Double> usual = new HashMap<>();
        Reading.applied(new SimulatedShop(SETTINGS.withShoppers(150)))
                .forEach(event -> usual.put(event.itemId(), event.price()));

        Map<Double, Integer> levels = new HashMap<>();
        for (ShopperEvent event : Reading.applied(shop)) {
            if (event.type() != EventType.VIEW || !usual.containsKey(event.itemId())) {
                continue;
            }
            double level = level(truth, event);
            assertThat(event.price()).isCloseTo(usual.get(event.itemId()) * level, within(0.0051));
            levels.merge(level, 1, Integer::sum);
        }

        assertThat(levels).containsOnlyKeys(0.7, 0.8, 0.9, 1.0, 1.1);
        assertThat(new SimulatedShop(SETTINGS).prices()).isEmpty();
    }

    @Test
    void whatIsSoldAnswersToThePriceByTheHiddenElasticityAndWhatIsLookedAtDoesNot() {
        SimulatedShop shop = SimulatedShop.withPromotions(SETTINGS);
        PriceTruth truth = shop.prices().orElseThrow();
        double[] views = new double[2];
        double[] bought = new double[2];
        double[] expected = new double[2];
        Map<String, Double> elasticities = truth.elasticities();
        for (ShopperEvent event : Reading.applied(shop)) {
            double elasticity = elasticities.get(event.category());
            double level = level(truth, event);
            if (elasticity > -1.2 || level != 0.7 && level != 1) {
                continue;
            }
            int cheap = level == 1 ? 0 : 1;
            if (event.type() == EventType.VIEW) {
                views[cheap]++;
                expected[cheap] += Math.pow(level, elasticity);
            } else if (event.type() == EventType.PURCHASE) {
                bought[cheap]++;
            }
        }

        double answer = (bought[1] / views[1]) / (bought[0] / views[0]);
        double hidden = (expected[1] / views[1]) / (expected[0] / views[0]);
        assertThat(hidden).isBetween(1.6, 2.4);
        assertThat(answer).isCloseTo(hidden, within(0.35));
        assertThat(views[1]).isGreaterThan(3000);
    }

    /** A search of elasticities below 0 only would find its sign without looking. */
    @Test
    void mostElasticitiesAreBelowZeroAndSomeAreNot() {
        List<Double> elasticities = List.copyOf(SimulatedShop.withPromotions(SETTINGS)
                .prices()
                .orElseThrow()
                .elasticities()
                .values());
        assertThat(elasticities).hasSize(45).allSatisfy(e -> assertThat(e).isBetween(-2.8, 0.4));
        assertThat(elasticities).filteredOn(e -> e > 0).hasSizeBetween(1, 15);
    }

    private static double level(PriceTruth truth, ShopperEvent event) {
        int category = truth.catalogue().paths().indexOf(event.category());
        return truth.promotions().level(truth.catalogue(), category, event.eventTimeMillis());
    }
}
