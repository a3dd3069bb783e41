package io.leeway.cli;

/**
 * What a shop of a size needs, by the formulas of {@code SIZING.md}.
 *
 * @param shoppers of whom a profile is kept
 * @param peakEventsPerSecond in the busiest hour
 * @param rateSlots slots that the busiest hour's events and requests ask for
 * @param burstSlots slots that clear the burst of the busiest hour in time
 * @param stateBytes of all profiles, which is a full checkpoint
 * @param memoryBytes of all TaskManagers
 * @param diskBytes of all TaskManagers, local
 * @param checkpointBytes that an incremental checkpoint writes in the busiest hour
 * @param checkpointBytesADay that incremental checkpoints write a day
 * @param burst shoppers who fall due at the end of the busiest hour
 * @param burstSeconds in which they are scored
 */
record Sizing(
        long shoppers,
        double peakEventsPerSecond,
        long rateSlots,
        long burstSlots,
        double stateBytes,
        double memoryBytes,
        double diskBytes,
        double checkpointBytes,
        double checkpointBytesADay,
        double burst,
        double burstSeconds) {

    private static final double SECONDS_A_DAY = 86_400;
    private static final double SECONDS_AN_HOUR = 3_600;
    private static final double MEGABYTE = 1 << 20;

    /** RocksDB's least a slot: below it, write buffers of five column families leave nothing for the cache. */
    private static final double LEAST_MANAGED = 128 * MEGABYTE;

    /** Files before and after a compaction, and those that only a checkpoint still needs. */
    private static final double DISK_OVER_STATE = 2;

    static Sizing of(long shoppers, double eventsPerDay, SizingConstants constants) {
        double mean = shoppers * eventsPerDay / SECONDS_A_DAY;
        double peak = mean * constants.peak;
        double eventSeconds = 1 / constants.slotEvents;
        double modelSeconds = (constants.churnMicros + constants.interestMicros) / 1e6;
        double busy = peak * (eventSeconds + constants.requestsPerEvent * modelSeconds);
        long rateSlots = Math.max(1, ceiling(busy / constants.load));
        double burst = Math.min(shoppers, peak * SECONDS_AN_HOUR / constants.visitEvents);
        double burstWork = burst * (eventSeconds + modelSeconds);
        long burstSlots = Math.max(1, ceiling(burstWork / (constants.burst.toMillis() / 1e3)));
        long slots = Math.max(rateSlots, burstSlots);
        double state = shoppers * constants.shopperBytes;
        double interval = constants.interval.toMillis() / 1e3;
        return new Sizing(
                shoppers,
                peak,
                rateSlots,
                burstSlots,
                state,
                slots * constants.slotMegabytes * MEGABYTE
                        + Math.max(slots * LEAST_MANAGED, burst * constants.shopperBytes),
                state * DISK_OVER_STATE,
                Math.min(state, peak * interval * constants.checkpointEventBytes),
                SECONDS_A_DAY / interval * Math.min(state, mean * interval * constants.checkpointEventBytes),
                burst,
                burstWork / slots);
    }

    /** The slots that do both. */
    long slots() {
        return Math.max(rateSlots, burstSlots);
    }

    private static long ceiling(double value) {
        return (long) Math.ceil(value);
    }
}
