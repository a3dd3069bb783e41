package io.leeway.experiments;

import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.HistoryLine;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.sources.importers.HistoryOptions;
import io.leeway.sources.importers.HistoryWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;

/** The simulated shop that evaluations ask about: the demo's, with more shoppers and more days. */
public final class SimulatedHistory {
    public static final int SHOPPERS = 4000;
    public static final int DAYS = 120;
    private static final Instant OPENED = Instant.parse("2026-01-05T00:00:00Z");

    private SimulatedHistory() {}

    public static ShopSettings settings(long seed) {
        return ShopSettings.from(OPENED)
                .withSeed(seed)
                .withShoppers(SHOPPERS)
                .withHistoryDays(DAYS)
                .withLive(Duration.ZERO);
    }

    /**
     * Writes a shop's history beside the input's work folder and asks of it.
     *
     * @param name what the folder's name ends with, its own for each of several shops
     */
    public static EvaluationInput written(EvaluationInput input, SimulatedShop shop, String name) throws IOException {
        ShopSettings settings = shop.settings();
        Path folder = input.work().resolveSibling(input.work().getFileName() + name);
        long lines = 0;
        long days = settings.historyDays();
        input.listener().progress("simulating", 0, days);
        try (HistoryWriter writer = HistoryWriter.open(folder, HistoryOptions.DEFAULT)) {
            for (Iterator<HistoryLine> history = shop.history(); history.hasNext(); ) {
                HistoryLine line = history.next();
                writer.append(line.eventTimeMillis(), line.value());
                if (++lines % 10_000 == 0) {
                    long day = Duration.between(settings.historyStart(), Instant.ofEpochMilli(line.eventTimeMillis()))
                            .toDays();
                    input.listener().progress("simulating", Math.min(days - 1, day), days);
                }
            }
            writer.finish();
        }
        input.listener().progress("simulating", days, days);
        return input.withHistory(folder);
    }
}
