package io.leeway.model.calls;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts values in buckets that grow with the value, so that a quantile is right within an eighth
 * whatever the range. Lock-free; a quantile that is read while values come in is that of some of
 * them.
 */
public final class LogHistogram {
    private static final int BITS = 3;
    private static final int STEPS = 1 << BITS;

    private final AtomicLongArray buckets = new AtomicLongArray((Long.SIZE - BITS) * STEPS);

    /** Counts a value; a negative one counts as 0. */
    public void record(long value) {
        buckets.incrementAndGet(bucket(Math.max(0, value)));
    }

    public long count() {
        long count = 0;
        for (int i = 0; i < buckets.length(); i++) {
            count += buckets.get(i);
        }
        return count;
    }

    /** The bound that the share {@code q}, 0 to 1, of all values does not exceed; 0 without. */
    public long quantile(double q) {
        long rank = Math.max(1, (long) Math.ceil(q * count()));
        long seen = 0;
        for (int i = 0; i < buckets.length(); i++) {
            seen += buckets.get(i);
            if (seen >= rank) {
                return upperBound(i);
            }
        }
        return 0;
    }

    private static int bucket(long value) {
        if (value < STEPS) {
            return (int) value;
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
        int step = (int) (value >>> (exponent - BITS)) - STEPS;
        return (exponent - BITS + 1) * STEPS + step;
    }

    private static long upperBound(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        return ((long) (STEPS + bucket % STEPS + 1) << shift) - 1;
    }
}
