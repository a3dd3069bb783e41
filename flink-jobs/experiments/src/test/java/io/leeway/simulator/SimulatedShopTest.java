package io.leeway.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.shopper.TimeMillis;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.Platform;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import io.leeway.simulator.planting.EntryFate;
import io.leeway.simulator.planting.HistoryLine;
import io.leeway.simulator.planting.LiveRecord;
import io.leeway.simulator.shoppers.PlantingRates;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.simulator.truth.ShopTruth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class SimulatedShopTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static ShopSettings small() {
        return ShopSettings.from(START).withShoppers(120).withHistoryDays(30);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    /** Everything that comes out of a shop, byte for byte. */
    private static long fingerprint(SimulatedShop shop) {
        CRC32 crc = new CRC32();
        shop.history().forEachRemaining(line -> update(crc, line.eventTimeMillis() + text(line.value()) + line.fate()));
        shop.live()
                .forEachRemaining(
                        live -> update(crc, live.arrivalMillis() + live.userId() + text(live.value()) + live.fate()));
        shop.truths().forEach(truth -> update(crc, truth.toJson()));
        return crc.getValue();
    }

    /** What happens when and to whom, however it is encoded. */
    private static long outline(SimulatedShop shop) {
        CRC32 crc = new CRC32();
        shop.history().forEachRemaining(line -> update(crc, line.eventTimeMillis() + " " + line.fate()));
        shop.live().forEachRemaining(live -> update(crc, live.arrivalMillis() + " " + live.userId() + live.fate()));
        return crc.getValue();
    }

    private static void update(CRC32 crc, String text) {
        crc.update(text.getBytes(UTF_8));
    }

    @Test
    void aSeedGivesTheSameShopAndAnotherAnother() {
        long once = fingerprint(new SimulatedShop(small()));

        assertThat(fingerprint(new SimulatedShop(small()))).isEqualTo(once);
        assertThat(fingerprint(new SimulatedShop(small().withSeed(8)))).isNotEqualTo(once);
    }

    /**
     * Holds on any machine. A change here changes every figure that was measured with the
     * simulator.
     */
    @Test
    void theShopIsTheOneThatFiguresWereMeasuredWith() {
        assertThat(outline(new SimulatedShop(small()))).isEqualTo(1533679583L);
    }

    @Test
    void aShopperLivesTheSameLifeAmongOthers() {
        List<ShopperEvent> few = Reading.applied(new SimulatedShop(small().withShoppers(20)));
        List<ShopperEvent> many = Reading.applied(new SimulatedShop(small()));

        List<String> first = new SimulatedShop(small().withShoppers(20))
                .truths().stream().map(ShopTruth::userId).toList();
        assertThat(many.stream().filter(event -> first.contains(event.userId())))
                .isEqualTo(few)
                .hasSizeGreaterThan(500);
    }

    @Test
    void aLongerLivePhaseGoesOnWhereAShorterOneEnds() {
        List<LiveRecord> shorter = Reading.all(new SimulatedShop(small().withLive(Duration.ofHours(30))).live());
        List<LiveRecord> longer = Reading.all(new SimulatedShop(small().withLive(Duration.ofDays(4))).live());

        assertThat(longer.size()).isGreaterThan(shorter.size() * 2);
        for (int i = 0; i < shorter.size(); i++) {
            assertThat(longer.get(i).value()).isEqualTo(shorter.get(i).value());
            assertThat(longer.get(i).arrivalMillis()).isEqualTo(shorter.get(i).arrivalMillis());
        }
    }

    @Test
    void historyIsInOrderAndEndsBeforeTheSeamAndLiveIsInOrderOfArrival() {
        SimulatedShop shop = new SimulatedShop(small());
        long seam = shop.settings().seam().toEpochMilli();
        long before = START.toEpochMilli();
        for (HistoryLine line : Reading.all(shop.history())) {
            assertThat(line.eventTimeMillis()).isBetween(before, seam - 1);
            if (line.fate() != EntryFate.UNDECODABLE) {
                assertThat(Reading.event(line.value()).eventTimeMillis()).isEqualTo(line.eventTimeMillis());
            }
            before = line.eventTimeMillis();
        }
        before = seam;
        for (LiveRecord live : Reading.all(shop.live())) {
            assertThat(live.arrivalMillis())
                    .isBetween(before, shop.settings().end().toEpochMilli() - 1);
            before = live.arrivalMillis();
        }
    }

    @Test
    void ninetyDaysOfTheUsualShopAreOfTheUsualSizeAndQuick() {
        SimulatedShop shop = new SimulatedShop(ShopSettings.from(START));
        Map<EventType, Integer> types = new EnumMap<>(EventType.class);
        Map<Platform, Integer> platforms = new EnumMap<>(Platform.class);
        Map<SocialAction, Integer> socials = new EnumMap<>(SocialAction.class);
        Map<String, Long> lastSeen = new HashMap<>();
        int events = 0;
        int sessions = 0;
        for (Iterator<HistoryLine> lines = shop.history(); lines.hasNext(); events++) {
            HistoryLine line = lines.next();
            if (line.fate() != EntryFate.APPLIED && line.fate() != EntryFate.ERASED) {
                continue;
            }
            ShopperEvent event = Reading.event(line.value());
            types.merge(event.type(), 1, Integer::sum);
            if (event.platform() != null) {
                platforms.merge(event.platform(), 1, Integer::sum);
            }
            if (event.social() != null) {
                socials.merge(event.social(), 1, Integer::sum);
            }
            if (event.type().isActivity()) {
                Long last = lastSeen.put(event.userId(), event.eventTimeMillis());
                sessions += last == null || event.eventTimeMillis() - last > 1_800_000 ? 1 : 0;
            }
        }

        assertThat(events).isBetween(250_000, 400_000);
        assertThat(sessions).isBetween(60_000, 80_000);
        assertThat(types.keySet()).containsAll(EnumSet.range(EventType.VIEW, EventType.ERASE));
        types.remove(EventType.ERASE);
        assertThat(types.values()).allMatch(count -> count > 1000);
        assertThat(platforms).hasSize(Platform.values().length);
        assertThat(platforms.values()).allMatch(count -> count > 1000);
        assertThat(socials).hasSize(SocialAction.values().length);
    }

    @Test
    void livesGoOnOverTheSeam() {
        SimulatedShop shop = new SimulatedShop(small().withPlanting(PlantingRates.nothing()));
        List<String> ids = new ArrayList<>();
        shop.history()
                .forEachRemaining(line -> ids.add(Reading.event(line.value()).eventId()));
        shop.live().forEachRemaining(live -> ids.add(Reading.event(live.value()).eventId()));

        assertThat(ids).doesNotHaveDuplicates();
        // Wednesday to Friday before the seam against Saturday to Monday after it: more at
        // weekends, but the same shop.
        long seam = shop.settings().seam().toEpochMilli();
        long before = Reading.applied(shop).stream()
                .filter(event -> event.eventTimeMillis() >= seam - 3 * TimeMillis.DAY)
                .count();
        assertThat(Reading.all(shop.live()).size() / (double) before).isBetween(0.7, 1.6);
    }

    @Test
    void settingsOutOfRangeAreRefusedInOneLine() {
        ShopSettings settings = ShopSettings.from(START);
        assertThatThrownBy(() -> settings.withShoppers(0))
                .hasMessage("Expected the shop's shoppers to be from 1 to 5000000, found 0: set one in that range");
        assertThatThrownBy(() -> ShopSettings.from(Instant.parse("2026-01-01T07:00:00Z")))
                .hasMessageContaining("a midnight in UTC");
        assertThatThrownBy(() -> settings.withHistoryDays(0)).hasMessageContaining("historyDays");
        assertThatThrownBy(() -> settings.withLive(Duration.ofDays(366))).hasMessageContaining("live");
        assertThatThrownBy(() -> settings.withAllowedLateness(Duration.ZERO)).hasMessageContaining("allowedLateness");
        assertThatThrownBy(() -> new PlantingRates.History(0.7, 0, 0, 0)).hasMessageContaining("historyDuplicates");
        assertThatThrownBy(() -> new PlantingRates.Live(0, 0, 0, 0, 0, 0, -1)).hasMessageContaining("liveErasesPerDay");
    }
}
