package io.leeway.cli.sizing;

/**
 * What a shop of a size needs, by the formulas of {@code flink-jobs/cli/SIZING.md}.
 *
 * @param peakEventsPerSecond in the busiest hour
 * @param slots that the busiest hour's events and requests ask for
 * @param stateBytes of all profiles, which is a full checkpoint
 * @param memoryBytes of all TaskManagers
 * @param diskBytes of all TaskManagers, local
 * @param checkpointBytes that an incremental checkpoint writes in the busiest hour
 * @param checkpointBytesADay that incremental checkpoints write a day
 * @param active shoppers who come in the busiest hour, whose profiles the cache should hold
 */
record Sizing(
        long shoppers,
        double peakEventsPerSecond,
        long slots,
        double stateBytes,
        double memoryBytes,
        double diskBytes,
        double checkpointBytes,
        double checkpointBytesADay,
        double active) {

    private static final double SECONDS_A_DAY = 86_400;
    private static final double SECONDS_AN_HOUR = 3_600;
    private static final double MEGABYTE = 1 << 20;

    /**
     * RocksDB's least a slot: below it, write buffers of five column families leave nothing for the
     * cache.
     */
    private static final double LEAST_MANAGED = 128 * MEGABYTE;

    /** Files before and after a compaction, and those that only a checkpoint still needs. */
    private static final double DISK_OVER_STATE = 2;

    static Sizing of(long shoppers, double eventsPerDay, SizingConstants constants) {
        double mean = shoppers * eventsPerDay / SECONDS_A_DAY;
        double peak = mean * constants.peak;
        double eventSeconds = 1 / constants.slotEvents;
        double modelSeconds = (constants.churnMicros + constants.interestMicros) / 1e6;
        double busy = peak * (eventSeconds + constants.requestsPerEvent * modelSeconds);
        long slots = Math.max(1, (long) Math.ceil(busy / constants.load));
        double active = Math.min(shoppers, peak * SECONDS_AN_HOUR / constants.visitEvents);
        double state = shoppers * constants.shopperBytes;
        double interval = constants.interval.toMillis() / 1e3;
        return new Sizing(
                shoppers,
                peak,
                slots,
                state,
                slots * constants.slotMegabytes * MEGABYTE
                        + Math.max(slots * LEAST_MANAGED, active * constants.shopperBytes),
                state * DISK_OVER_STATE,
                Math.min(state, peak * interval * constants.checkpointEventBytes),
                SECONDS_A_DAY / interval * Math.min(state, mean * interval * constants.checkpointEventBytes),
                active);
    }
}
