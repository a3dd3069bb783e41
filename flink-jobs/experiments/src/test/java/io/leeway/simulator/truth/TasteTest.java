package io.leeway.simulator.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.HistoryLine;
import io.leeway.simulator.shoppers.PlantingRates;
import io.leeway.simulator.shoppers.ShopItem;
import io.leeway.simulator.shoppers.ShopSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TasteTest {
    private static final Instant OPENED = Instant.parse("2026-01-05T00:00:00Z");
    private static final ShopSettings SETTINGS = ShopSettings.from(OPENED)
            .withShoppers(60)
            .withHistoryDays(40)
            .withLive(Duration.ZERO)
            .withPlanting(PlantingRates.nothing());

    private static List<ShopperEvent> events(SimulatedShop shop) throws Exception {
        List<ShopperEvent> events = new ArrayList<>();
        for (Iterator<HistoryLine> history = shop.history(); history.hasNext(); ) {
            events.add(EventJson.read(history.next().value()));
        }
        return events;
    }

    private static TasteTruth truth() {
        return SimulatedShop.withTaste(SETTINGS).tastes().orElseThrow();
    }

    @Test
    void shoppersTurnToWhatTheyWouldClickAndToNothingThatIsNotThereYet() throws Exception {
        TasteTruth truth = truth();
        Map<String, ShopItem> items = new HashMap<>();
        truth.items().forEach(item -> items.put(item.item(), item));
        double own = 0;
        double others = 0;
        int views = 0;
        for (ShopperEvent event : events(SimulatedShop.withTaste(SETTINGS))) {
            if (event.type() != EventType.VIEW) {
                continue;
            }
            String item = String.valueOf(event.itemId());
            Instant at = Instant.ofEpochMilli(event.eventTimeMillis());
            assertThat(items.get(item).addedAt()).isBeforeOrEqualTo(at);
            own += truth.clickProbability(event.userId(), item, at);
            others += truth.clickProbability(
                    event.userId(), item.substring(0, item.indexOf('-')) + "-" + (views * 7 + 3) % 60, at);
            views++;
        }
        assertThat(views).isGreaterThan(1000);
        assertThat(own / views).isGreaterThan(1.5 * others / views);
    }

    @Test
    void aShopHasNoTasteThatIsNotAskedFor() {
        assertThat(new SimulatedShop(SETTINGS).tastes()).isEmpty();
    }

    /** The order of the best, by looking at every item. */
    @Test
    void theBestListIsBestUnderItsRules() {
        TasteTruth truth = truth();
        Instant at = OPENED.plus(Duration.ofDays(20));
        for (int shopper = 0; shopper < 20; shopper++) {
            String user = "u" + shopper;
            List<TasteTruth.Clicked> best = truth.best(user, at, item -> item.stock() > 0, 10, 3);
            assertThat(best).hasSize(10);
            Map<String, Integer> taken = new HashMap<>();
            double least = best.get(9).probability();
            best.forEach(clicked -> {
                taken.merge(clicked.item().category(), 1, Integer::sum);
                assertThat(clicked.probability())
                        .isCloseTo(truth.clickProbability(user, clicked.item().item(), at), within(1e-12));
            });
            assertThat(taken.values()).allMatch(count -> count <= 3);
            for (ShopItem item : truth.items()) {
                boolean open = item.stock() > 0
                        && !item.addedAt().isAfter(at)
                        && taken.getOrDefault(item.category(), 0) < 3
                        && best.stream().noneMatch(clicked -> clicked.item().equals(item));
                if (open) {
                    assertThat(truth.clickProbability(user, item.item(), at)).isLessThanOrEqualTo(least);
                }
            }
        }
    }

    @Test
    void aClickIsDrawnOnceForEachDecision() {
        TasteTruth truth = truth();
        TasteTruth again = truth();
        int clicks = 0;
        for (int i = 0; i < 10_000; i++) {
            boolean clicked = truth.isClicked("list-" + i, 0.3);
            assertThat(again.isClicked("list-" + i, 0.3)).isEqualTo(clicked);
            clicks += clicked ? 1 : 0;
        }
        assertThat(clicks).isBetween(2_800, 3_200);
    }
}
