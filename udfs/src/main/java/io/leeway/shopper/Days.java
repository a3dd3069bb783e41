package io.leeway.shopper;

/** Days of event time. */
public final class Days {
    /** The milliseconds of a day. */
    public static final long MILLIS = 86_400_000L;

    private Days() {}
}
