package io.leeway.simulator.planting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.Reading;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.PlantingRates;
import io.leeway.simulator.shoppers.SeededRandom;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.simulator.truth.RuleTwo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shop says of its lines and records is what the rule book makes of them. */
class PlantedCountsTest {
    private static final PlantingRates MUCH = new PlantingRates(
            new PlantingRates.History(0.1, 0.1, 40, 10), new PlantingRates.Live(0.1, 0.2, 300, 200, 100, 100, 60));

    private static ShopSettings small(long seed) {
        return ShopSettings.from(Instant.parse("2026-03-01T00:00:00Z"))
                .withSeed(seed)
                .withShoppers(300)
                .withHistoryDays(20)
                .withLive(Duration.ofHours(60))
                .withPlanting(MUCH);
    }

    private static PlantedCounts byTheRules(SimulatedShop shop) {
        return new RuleTwo(shop.settings().allowedLateness())
                .read(shop.history(), shop.live())
                .planted();
    }

    @Test
    void theDefaultsAreCountedExactly() {
        SimulatedShop shop = new SimulatedShop(ShopSettings.from(Instant.parse("2026-01-01T00:00:00Z")));

        PlantedCounts planted = shop.planted();

        assertThat(byTheRules(shop)).isEqualTo(planted);
        assertThat(planted.deadByReason()).containsOnlyKeys("undecodable", "implausible-price", "implausible-time");
        assertThat(planted.erased()).isBetween(110L, 126L);
        assertThat(planted.duplicates()).isGreaterThan(1000);
        assertThat(planted.late()).isGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void muchOfEverythingIsCountedExactly(long seed) {
        SimulatedShop shop = new SimulatedShop(small(seed));

        assertThat(byTheRules(shop)).isEqualTo(shop.planted());
    }

    @Test
    void anotherLatenessAndAPartOfADayAreCountedExactly() {
        for (Duration lateness : List.of(Duration.ofMinutes(1), Duration.ofHours(6))) {
            SimulatedShop shop =
                    new SimulatedShop(small(9).withAllowedLateness(lateness).withLive(Duration.ofHours(31)));
            assertThat(byTheRules(shop)).isEqualTo(shop.planted());
        }
    }

    @Test
    void nothingPlantedMeansAllApplied() {
        PlantedCounts planted = new SimulatedShop(small(3).withPlanting(PlantingRates.nothing())).planted();

        assertThat(planted.applied()).isEqualTo(planted.historyEvents() + planted.liveEvents());
        assertThat(planted.liveEvents()).isPositive();
    }

    @Test
    void anyBeginningOfTheLivePhaseIsCountedExactly() {
        SimulatedShop shop = new SimulatedShop(small(4));
        List<LiveRecord> live = Reading.all(shop.live());
        for (int length : new int[] {1, live.size() / 7, live.size() / 3, live.size() - 1}) {
            List<LiveRecord> beginning = live.subList(0, length);
            WrittenCounts tally = new WrittenCounts();
            shop.history().forEachRemaining(line -> tally.history(line.fate()));
            beginning.forEach(one -> tally.live(one.fate()));

            PlantedCounts counted = new RuleTwo(shop.settings().allowedLateness())
                    .read(shop.history(), beginning.iterator())
                    .planted();

            assertThat(tally.planted()).isEqualTo(counted);
        }
    }

    @Test
    void lateIsClearlyLateAndOnTimeIsOnTime() {
        ShopSettings settings = small(5);
        long lateness = settings.allowedLateness().toMillis();
        long most = 0;
        int replays = 0;
        Set<String> ids = new HashSet<>();
        for (LiveRecord each : Reading.all(new SimulatedShop(settings).live())) {
            if (each.fate() == EntryFate.UNDECODABLE) {
                continue;
            }
            ShopperEvent event = Reading.event(each.value());
            long delay = each.arrivalMillis() - event.eventTimeMillis();
            assertThat(event.eventTimeMillis())
                    .isGreaterThanOrEqualTo(settings.seam().toEpochMilli());
            assertThat(each.userId()).isEqualTo(event.userId());
            if (each.fate() == EntryFate.LATE) {
                assertThat(delay).isGreaterThanOrEqualTo(lateness + 60_000);
                replays += ids.contains(event.eventId()) ? 1 : 0;
            } else if (each.fate() != EntryFate.IMPLAUSIBLE_TIME) {
                assertThat(delay).isBetween(0L, lateness - 1);
                most = Math.max(most, delay);
            }
            ids.add(event.eventId());
        }
        assertThat(most).as("some are almost late").isGreaterThan(lateness * 9 / 10);
        assertThat(replays).as("replays of erased shoppers").isGreaterThan(10);
    }

    @Test
    void nothingElseHappensInTheInstantOfAnErasureButBasketsShareOne() {
        Map<String, List<ShopperEvent>> byInstant = new HashMap<>();
        new SimulatedShop(small(6)).history().forEachRemaining(line -> {
            if (line.fate() == EntryFate.APPLIED || line.fate() == EntryFate.ERASED) {
                ShopperEvent event = Reading.event(line.value());
                byInstant
                        .computeIfAbsent(event.userId() + event.eventTimeMillis(), key -> new ArrayList<>())
                        .add(event);
            }
        });
        List<List<ShopperEvent>> shared =
                byInstant.values().stream().filter(events -> events.size() > 1).toList();

        assertThat(shared).hasSizeGreaterThan(100);
        assertThat(shared).allSatisfy(events -> assertThat(events).noneMatch(e -> e.type() == EventType.ERASE));
    }

    @Test
    void brokenBytesAreNoEventAndFitInALine() {
        SeededRandom dice = new SeededRandom(1);
        ShopperEvent like = Reading.applied(new SimulatedShop(small(7))).get(0);
        for (int way = 0; way < BrokenBytes.WAYS; way++) {
            for (int i = 0; i < 50; i++) {
                byte[] bytes = BrokenBytes.of(way, "broken-" + i, like, dice);
                assertThat(bytes).isNotEmpty().doesNotContain('\n', '\r');
                assertThatThrownBy(() -> EventJson.read(bytes))
                        .as("way " + way + ": " + Arrays.toString(bytes))
                        .isInstanceOf(MalformedEventException.class);
            }
        }
    }

    @Test
    void numbersThatDoNotAddUpAreRefused() {
        assertThatThrownBy(() -> new PlantedCounts(10, 5, 13, 1, 0, 0, 0, Collections.emptyMap()))
                .hasMessageContaining("10 + 5 events and 14 fates");
    }
}
