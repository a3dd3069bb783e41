package io.leeway.simulator.shoppers;

/**
 * What is planted into the shop's events to be found again, as shares of the shoppers' own events
 * or as numbers a day. Numbers a day are spread evenly over it; a live phase of a part of a day has
 * that part of them.
 */
public record PlantingRates(History history, Live live) {
    /** Into history. */
    public record History(double duplicates, double restamped, int brokenPerDay, int erasesPerDay) {
        public History {
            share("historyDuplicates", duplicates);
            share("historyRestamped", restamped);
            perDay("historyBrokenPerDay", brokenPerDay);
            perDay("historyErasesPerDay", erasesPerDay);
        }
    }

    /**
     * Into the live phase.
     *
     * @param latePerDay events, under ids of their own, that arrive after the allowed lateness
     * @param erasesPerDay shoppers who ask to be forgotten; some of their events may be replayed
     *     late
     */
    public record Live(
            double duplicates,
            double restamped,
            int latePerDay,
            int brokenPerDay,
            int negativePricesPerDay,
            int farAheadPerDay,
            int erasesPerDay) {
        public Live {
            share("liveDuplicates", duplicates);
            share("liveRestamped", restamped);
            perDay("liveLatePerDay", latePerDay);
            perDay("liveBrokenPerDay", brokenPerDay);
            perDay("liveNegativePricesPerDay", negativePricesPerDay);
            perDay("liveFarAheadPerDay", farAheadPerDay);
            perDay("liveErasesPerDay", erasesPerDay);
        }
    }

    public static PlantingRates some() {
        return new PlantingRates(new History(0.004, 0.002, 3, 1), new Live(0.02, 0.01, 72, 48, 24, 24, 12));
    }

    /** Nothing planted: every line and record is applied. */
    public static PlantingRates nothing() {
        return new PlantingRates(new History(0, 0, 0, 0), new Live(0, 0, 0, 0, 0, 0, 0));
    }

    /** The same with another share of exact duplicates, in history and live. */
    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 0.5)) {
            throw new IllegalArgumentException(
                    "Expected " + name + " to be a share from 0 to 0.5, found " + value + ": set one in that range");
        }
    }

    private static void perDay(String name, int value) {
        if (value < 0 || value > 100_000) {
            throw new IllegalArgumentException(
                    "Expected " + name + " to be from 0 to 100000, found " + value + ": set one in that range");
        }
    }
}
