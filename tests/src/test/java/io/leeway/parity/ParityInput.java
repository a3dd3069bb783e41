package io.leeway.parity;

import io.leeway.shop.SmallShop;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.EntryFate;
import io.leeway.simulator.planting.HistoryLine;
import io.leeway.simulator.planting.LiveRecord;
import io.leeway.simulator.planting.PlantedCounts;
import io.leeway.simulator.shoppers.PlantingRates;
import io.leeway.simulator.shoppers.ShopSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The input of all runs: a shop with 5 % duplicates and some hundreds of erasures, its history on disk, and live records whose arrivals are drawn anew within
 * the allowed lateness, with what is hard at the seam added.
 *
 * @param shop the simulator
 * @param history the folder of its history
 * @param planted what has to become of the shop's own events
 * @param live the shop's live records, by its own arrivals
 * @param added what is added to them
 * @param erasures all erasures, of history and live; arrivals are the latest that a draw can give
 */
record ParityInput(
        SimulatedShop shop,
        Path history,
        PlantedCounts planted,
        List<LiveRecord> live,
        AroundTheSeam added,
        List<Erasure> erasures) {

    static ParityInput make(Path folder) throws IOException, MalformedEventException {
        SimulatedShop shop = new SimulatedShop(ShopSettings.from(Instant.parse("2026-01-05T00:00:00Z"))
                .withShoppers(460)
                .withHistoryDays(40)
                .withLive(Duration.ofDays(2))
                .withPlanting(new PlantingRates(
                        new PlantingRates.History(0.05, 0.002, 3, 5),
                        new PlantingRates.Live(0.05, 0.01, 72, 48, 24, 24, 80))));
        SmallShop.write(shop, folder);
        List<LiveRecord> live = new ArrayList<>();
        shop.live().forEachRemaining(live::add);
        List<Erasure> erasures = new ArrayList<>();
        for (Iterator<HistoryLine> lines = shop.history(); lines.hasNext(); ) {
            HistoryLine line = lines.next();
            if (line.fate() == EntryFate.ERASED) {
                ShopperEvent erase = EventJson.read(line.value());
                erasures.add(new Erasure(erase.userId(), erase.eventTimeMillis(), erase.eventTimeMillis()));
            }
        }
        long lateness = shop.settings().allowedLateness().toMillis();
        for (LiveRecord record : live) {
            if (record.fate() == EntryFate.ERASED) {
                long time = EventJson.read(record.value()).eventTimeMillis();
                erasures.add(new Erasure(record.userId(), time, time + lateness));
            }
        }
        AroundTheSeam added = AroundTheSeam.of(shop, live, List.copyOf(erasures));
        erasures.addAll(added.lateErasures());
        return new ParityInput(shop, folder, shop.planted(), live, added, erasures);
    }

    Instant seam() {
        return shop.settings().seam();
    }

    Instant end() {
        return shop.settings().end();
    }

    Duration allowedLateness() {
        return shop.settings().allowedLateness();
    }

    /**
     * The topic's records in order of arrival. What is on time in the shop arrives anywhere within the allowed lateness, its very end included; what is late
     * stays so.
     */
    List<Played> arrivals(long seed) throws MalformedEventException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Played> arrivals = new ArrayList<>();
        for (LiveRecord record : live) {
            boolean onTime = !record.fate().isDead() && record.fate() != EntryFate.LATE;
            long at = onTime ? drawn(EventJson.read(record.value()).eventTimeMillis(), random) : record.arrivalMillis();
            arrivals.add(new Played(at, record.userId(), record.value()));
        }
        for (ShopperEvent event : added.restamped()) {
            arrivals.add(new Played(drawn(event.eventTimeMillis(), random), event.userId(), EventJson.write(event)));
        }
        arrivals.addAll(added.fixed());
        arrivals.sort(Comparator.comparingLong(Played::arrivalMillis));
        return arrivals;
    }

    private long drawn(long eventTimeMillis, SplittableRandom random) {
        long lateness = allowedLateness().toMillis();
        double where = random.nextDouble();
        // The edges too, now and then: an event that is late by a millisecond less than too late is on time.
        long delay = where < 0.02 ? 0 : where < 0.04 ? lateness : random.nextLong(lateness);
        return eventTimeMillis + delay;
    }

    /** Whether a record of a user that arrives at an instant comes after an erasure that is still remembered. */
    boolean isForgotten(String user, long arrivalMillis) {
        return erasures.stream()
                .anyMatch(erasure -> erasure.user().equals(user)
                        && erasure.arrivalMillis() < arrivalMillis
                        && erasure.effectMillis()
                                > arrivalMillis - Duration.ofDays(6).toMillis());
    }

    /** An event that asks to forget a user. */
    static ShopperEvent erase(String id, String user, long timeMillis) {
        return new ShopperEvent(id, EventType.ERASE, user, null, null, 0, null, 1, 0, null, null, timeMillis);
    }
}
