package io.leeway.model;

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

    /** How many values were counted. */
    public long count() {
        long count = 0;
        for (int i = 0; i < buckets.length(); i++) {
            count += buckets.get(i);
        }
        return count;
    }

    /**
     * The smallest bucket's upper bound that the share {@code q} of all values does not exceed; 0
     * without values.
     *
     * @param q from 0 to 1: 0.5 is the median
     */
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

    /** The bound of the highest bucket that holds a value; 0 without values. */
    public long max() {
        for (int i = buckets.length() - 1; i >= 0; i--) {
            if (buckets.get(i) > 0) {
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
