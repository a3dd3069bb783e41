package io.leeway.records;

/** How far event time lies behind the wall clock. */
public final class EventTimeLag {
    private EventTimeLag() {}

    /**
     * Wall clock less watermark, in milliseconds; −1 where there is no watermark yet or the input
     * has ended.
     *
     * @param nowMillis wall clock
     * @param watermarkMillis the last watermark; {@link Long#MIN_VALUE} before the first,
     *     {@link Long#MAX_VALUE} after the last
     */
    public static long millis(long nowMillis, long watermarkMillis) {
        return watermarkMillis == Long.MIN_VALUE || watermarkMillis == Long.MAX_VALUE
                ? -1
                : nowMillis - watermarkMillis;
    }
}
