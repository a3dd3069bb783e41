package io.leeway.cli.demo;

import io.leeway.cli.console.ClockPause;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves only when a test waits by it. */
public final class ManualClock extends Clock {

    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);

    /** A pause that moves this clock instead of waiting. */
    static ClockPause jumping() {
        return (clock, wallMillis) -> ((ManualClock) clock).millis.accumulateAndGet(wallMillis, Math::max);
    }

    public void advance(long byMillis) {
        millis.addAndGet(byMillis);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
