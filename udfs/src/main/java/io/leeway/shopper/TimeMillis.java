package io.leeway.shopper;

import java.time.Duration;

/** Lengths of calendar units in milliseconds. Days are days of UTC. */
public final class TimeMillis {
    public static final long HOUR = Duration.ofHours(1).toMillis();
    public static final long DAY = Duration.ofDays(1).toMillis();
    public static final long WEEK = Duration.ofDays(7).toMillis();

    private TimeMillis() {}
}
