package io.leeway.simulator.shoppers;

/**
 * What is planted into the shop's events to be found again, as shares of the shoppers' own events or as numbers a day. Numbers a day
 * are spread evenly over it; a live phase of a part of a day has that part of them.
 *
 * @param historyDuplicates share of history's events that stand there twice
 * @param historyRestamped share of history's events that stand there again, under the same id and a later event time
 * @param historyBrokenPerDay undecodable lines
 * @param historyErasesPerDay shoppers who ask to be forgotten
 * @param liveDuplicates share of live events that arrive twice
 * @param liveRestamped share of live events that arrive again, under the same id and a later event time
 * @param liveLatePerDay events, under ids of their own, that arrive after the allowed lateness
 * @param liveBrokenPerDay undecodable records
 * @param liveNegativePricesPerDay views with a negative price
 * @param liveFarAheadPerDay events from the future
 * @param liveErasesPerDay shoppers who ask to be forgotten; where it can be, some of their events are replayed late afterwards
 */
public record PlantingRates(
        double historyDuplicates,
        double historyRestamped,
        int historyBrokenPerDay,
        int historyErasesPerDay,
        double liveDuplicates,
        double liveRestamped,
        int liveLatePerDay,
        int liveBrokenPerDay,
        int liveNegativePricesPerDay,
        int liveFarAheadPerDay,
        int liveErasesPerDay) {

    public PlantingRates {
        share("historyDuplicates", historyDuplicates);
        share("historyRestamped", historyRestamped);
        perDay("historyBrokenPerDay", historyBrokenPerDay);
        perDay("historyErasesPerDay", historyErasesPerDay);
        share("liveDuplicates", liveDuplicates);
        share("liveRestamped", liveRestamped);
        perDay("liveLatePerDay", liveLatePerDay);
        perDay("liveBrokenPerDay", liveBrokenPerDay);
        perDay("liveNegativePricesPerDay", liveNegativePricesPerDay);
        perDay("liveFarAheadPerDay", liveFarAheadPerDay);
        perDay("liveErasesPerDay", liveErasesPerDay);
    }

    /** Some of everything. */
    public static PlantingRates some() {
        return new PlantingRates(0.004, 0.002, 3, 1, 0.02, 0.01, 72, 48, 24, 24, 12);
    }

    /** Nothing planted: every line and record is applied. */
    public static PlantingRates nothing() {
        return new PlantingRates(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** The same with another share of exact duplicates, in history and live. */
    public PlantingRates withDuplicates(double share) {
        return new PlantingRates(
                share,
                historyRestamped,
                historyBrokenPerDay,
                historyErasesPerDay,
                share,
                liveRestamped,
                liveLatePerDay,
                liveBrokenPerDay,
                liveNegativePricesPerDay,
                liveFarAheadPerDay,
                liveErasesPerDay);
    }

    /** The same with other numbers of erasures. */
    public PlantingRates withErases(int historyPerDay, int livePerDay) {
        return new PlantingRates(
                historyDuplicates,
                historyRestamped,
                historyBrokenPerDay,
                historyPerDay,
                liveDuplicates,
                liveRestamped,
                liveLatePerDay,
                liveBrokenPerDay,
                liveNegativePricesPerDay,
                liveFarAheadPerDay,
                livePerDay);
    }

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
