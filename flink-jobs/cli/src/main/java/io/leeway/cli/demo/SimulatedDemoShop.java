package io.leeway.cli.demo;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.HistoryLine;
import io.leeway.simulator.planting.LiveRecord;
import io.leeway.simulator.planting.PlantedCounts;
import io.leeway.simulator.shoppers.ShopSettings;
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
import java.util.function.LongConsumer;

/** A demo's shop by the simulator: its truth is known, and so is what was planted in its events. */
public final class SimulatedDemoShop {
    public static final Instant OPENED = Instant.parse("2026-01-05T00:00:00Z");

    private SimulatedDemoShop() {}

    static DemoShop open(DemoPlan plan, WorkFolders folders, CommandScreen screen, Clock clock) throws IOException {
        SimulatedShop shop = SimulatedShop.withTaste(ShopSettings.from(OPENED)
                .withSeed(plan.seed())
                .withShoppers(plan.size().shoppers())
                .withHistoryDays(plan.size().historyDays())
                .withLive(plan.simulatedLive())
                .withAllowedLateness(plan.allowedLateness()));
        long lines = writeHistory(shop, ShopStages.history(folders), screen, clock);
        shop.writeTruths(plan.out().resolve("truth.jsonl"));
        ShopSettings settings = shop.settings();
        return new DemoShop(
                String.format(
                        Locale.ROOT,
                        "A simulated shop of %,d shoppers",
                        plan.size().shoppers()),
                settings.historyStart(),
                settings.seam(),
                settings.end(),
                lines,
                () -> arrivals(shop.live()),
                counts(shop.planted()),
                shop);
    }

    /** Writes a shop's history into a folder, with a bar; returns its events. */
    public static long writeHistory(SimulatedShop shop, Path folder, CommandScreen screen, Clock clock)
            throws IOException {
        try (ProgressBar bar = new ProgressBar(screen, "history", 0, "events", clock)) {
            return writeHistory(shop, folder, bar::update);
        }
    }

    /** @param written takes the number of events that are written after each */
    public static long writeHistory(SimulatedShop shop, Path folder, LongConsumer written) throws IOException {
        long lines = 0;
        try (HistoryWriter writer = HistoryWriter.open(folder, HistoryOptions.DEFAULT)) {
            for (Iterator<HistoryLine> history = shop.history(); history.hasNext(); ) {
                HistoryLine line = history.next();
                writer.append(line.eventTimeMillis(), line.value());
                written.accept(++lines);
            }
            writer.finish();
        }
        return lines;
    }

    /** A shop's live records as a player takes them. */
    public static Iterator<PlayedRecord> arrivals(Iterator<LiveRecord> records) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public PlayedRecord next() {
                LiveRecord record = records.next();
                return new PlayedRecord(record.arrivalMillis(), record.userId(), record.value());
            }
        };
    }

    private static Map<String, Long> counts(PlantedCounts planted) {
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
