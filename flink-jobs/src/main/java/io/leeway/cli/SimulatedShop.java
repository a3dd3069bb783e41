package io.leeway.cli;

import io.leeway.simulator.HistoryLine;
import io.leeway.simulator.LiveRecord;
import io.leeway.simulator.Planted;
import io.leeway.simulator.Shop;
import io.leeway.simulator.ShopSettings;
import io.leeway.sources.importers.HistoryOptions;
import io.leeway.sources.importers.HistoryWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** A demo's shop by the simulator: its truth is known, and so is what was planted in its events. */
public final class SimulatedShop {
    /** When its history begins. */
    public static final Instant OPENED = Instant.parse("2026-01-05T00:00:00Z");

    private SimulatedShop() {}

    static DemoShop open(DemoPlan plan, WorkFolders folders, Screen screen, Clock clock) throws IOException {
        Shop shop = Shop.withTaste(ShopSettings.from(OPENED)
                .withSeed(plan.seed())
                .withShoppers(plan.shoppers())
                .withHistoryDays(plan.historyDays())
                .withLive(plan.simulatedLive())
                .withAllowedLateness(plan.allowedLateness()));
        long lines = writeHistory(shop, ShopStages.history(folders), screen, clock);
        shop.writeTruths(plan.out().resolve("truth.jsonl"));
        ShopSettings settings = shop.settings();
        return new DemoShop(
                String.format(Locale.ROOT, "A simulated shop of %,d shoppers", plan.shoppers()),
                settings.historyStart(),
                settings.seam(),
                settings.end(),
                lines,
                () -> arrivals(shop.live()),
                counts(shop.planted()),
                shop);
    }

    /** Writes a shop's history into a folder, with a bar; returns its events. */
    public static long writeHistory(Shop shop, Path folder, Screen screen, Clock clock) throws IOException {
        long lines = 0;
        try (HistoryWriter writer = HistoryWriter.open(folder, HistoryOptions.DEFAULT);
                ProgressBar bar = new ProgressBar(screen, "history", 0, "events", clock)) {
            for (Iterator<HistoryLine> history = shop.history(); history.hasNext(); ) {
                HistoryLine line = history.next();
                writer.append(line.eventTimeMillis(), line.value());
                bar.update(++lines);
            }
            writer.finish();
        }
        return lines;
    }

    /** A shop's live records as a player takes them. */
    public static Iterator<Arrival> arrivals(Iterator<LiveRecord> records) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public Arrival next() {
                LiveRecord record = records.next();
                return new Arrival(record.arrivalMillis(), record.userId(), record.value());
            }
        };
    }

    private static Map<String, Long> counts(Planted planted) {
        Map<String, Long> counts = new HashMap<>(Map.of(
                "historyEvents", planted.historyEvents(),
                "liveEvents", planted.liveEvents(),
                "applied", planted.applied(),
                "duplicates", planted.duplicates(),
                "late", planted.late(),
                "dead", planted.dead(),
                "erased", planted.erased()));
        planted.deadByReason().forEach((reason, count) -> counts.put("dead." + reason, count));
        return counts;
    }
}
