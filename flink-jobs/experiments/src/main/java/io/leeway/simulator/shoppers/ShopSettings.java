package io.leeway.simulator.shoppers;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What decides a simulated shop: the same settings give the same shop, bit for bit. A longer live
 * phase continues where a shorter one ends and changes nothing before.
 *
 * @param shoppers how many there are over the whole time, 1 to 5,000,000; some join later
 * @param historyStart the first instant of history, a midnight in UTC
 * @param historyDays days of history, 1 to 3650; the seam is at their end
 * @param live how long the live phase lasts, up to 365 days; zero for none
 * @param allowedLateness how far behind its arrival an event's time may be before it counts as
 *     late: 1 minute to 6 hours
 */
public record ShopSettings(
        long seed,
        int shoppers,
        Instant historyStart,
        int historyDays,
        Duration live,
        Duration allowedLateness,
        PlantingRates planting) {
    /** The longest live phase: hidden lives are drawn up to its end. */
    static final int MOST_LIVE_DAYS = 365;

    public ShopSettings {
        require(shoppers >= 1 && shoppers <= 5_000_000, "shoppers to be from 1 to 5000000", shoppers);
        require(
                historyStart.equals(historyStart.truncatedTo(ChronoUnit.DAYS))
                        && !historyStart.isBefore(Instant.parse("2001-01-01T00:00:00Z")),
                "historyStart to be a midnight in UTC, in 2001 or later",
                historyStart);
        require(historyDays >= 1 && historyDays <= 3650, "historyDays to be from 1 to 3650", historyDays);
        require(
                !live.isNegative() && live.compareTo(Duration.ofDays(MOST_LIVE_DAYS)) <= 0,
                "live to be from PT0S to 365 days",
                live);
        require(
                allowedLateness.compareTo(Duration.ofMinutes(1)) >= 0
                        && allowedLateness.compareTo(Duration.ofHours(6)) <= 0,
                "allowedLateness to be from PT1M to PT6H",
                allowedLateness);
    }

    /** 1200 shoppers, 90 days of history, 3 live days, 10 minutes of lateness, some planting. */
    public static ShopSettings from(Instant historyStart) {
        return new ShopSettings(
                7L, 1200, historyStart, 90, Duration.ofDays(3), Duration.ofMinutes(10), PlantingRates.some());
    }

    public ShopSettings withSeed(long other) {
        return new ShopSettings(other, shoppers, historyStart, historyDays, live, allowedLateness, planting);
    }

    public ShopSettings withShoppers(int other) {
        return new ShopSettings(seed, other, historyStart, historyDays, live, allowedLateness, planting);
    }

    public ShopSettings withHistoryDays(int other) {
        return new ShopSettings(seed, shoppers, historyStart, other, live, allowedLateness, planting);
    }

    public ShopSettings withLive(Duration other) {
        return new ShopSettings(seed, shoppers, historyStart, historyDays, other, allowedLateness, planting);
    }

    public ShopSettings withAllowedLateness(Duration other) {
        return new ShopSettings(seed, shoppers, historyStart, historyDays, live, other, planting);
    }

    public ShopSettings withPlanting(PlantingRates other) {
        return new ShopSettings(seed, shoppers, historyStart, historyDays, live, allowedLateness, other);
    }

    /** Where history ends and live begins: live event times are at or after it. */
    public Instant seam() {
        return historyStart.plus(Duration.ofDays(historyDays));
    }

    /** The end of the live phase: every live record arrives before it. */
    public Instant end() {
        return seam().plus(live);
    }

    private static void require(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "Expected the shop's " + expected + ", found " + found + ": set one in that range");
        }
    }
}
