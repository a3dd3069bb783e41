package io.leeway.scoring;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a model that does not answer is called again: after {@link #MOST} bundles one after
 * another of which no row was answered, once in a {@link #PAUSE}. Thread-safe.
 */
final class CallBreaker {
    /** So many bundles without an answer end a release. */
    static final int MOST = 3;

    static final Duration PAUSE = Duration.ofSeconds(30);

    private final LongSupplier nanoClock;
    private int unanswered;
    private long sinceNanos;
    private boolean lost;

    /** @param nanoClock for example {@code System::nanoTime} */
    CallBreaker(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    synchronized boolean mayCall() {
        return !lost && (unanswered < MOST || nanoClock.getAsLong() - sinceNanos >= PAUSE.toNanos());
    }

    /** A bundle had an answer. */
    synchronized void answered() {
        unanswered = 0;
    }

    /** A bundle had none. */
    synchronized void unanswered() {
        unanswered++;
        sinceNanos = nanoClock.getAsLong();
    }

    /** A call does not end: none may follow. */
    synchronized void lost() {
        lost = true;
    }

    /** Whether the model does not answer any more. */
    synchronized boolean isOpen() {
        return lost || unanswered >= MOST;
    }
}
