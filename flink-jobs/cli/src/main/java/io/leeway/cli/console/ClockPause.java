package io.leeway.cli.console;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How to wait for an instant of a clock: by parking the thread, or in tests by moving the clock.
 */
@FunctionalInterface
public interface ClockPause {

    /**
     * Returns when the clock reads that instant or a later one; at once when it already does.
     *
     * @param wallMillis milliseconds since the epoch, by {@code clock}
     * @throws InterruptedException when the thread is interrupted before that
     */
    void until(Clock clock, long wallMillis) throws InterruptedException;

    /** Parks the calling thread, with the clock's precision of a millisecond. */
    static ClockPause parking() {
        return (clock, wallMillis) -> {
            for (long left = wallMillis - clock.millis(); left > 0; left = wallMillis - clock.millis()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(left));
                if (Thread.interrupted()) {
                    throw new InterruptedException("Interrupted while waiting for the next arrival");
                }
            }
        };
    }
}
