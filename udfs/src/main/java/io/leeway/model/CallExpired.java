package io.leeway.model;

import java.time.Duration;

/** A call of a model that was ended at its deadline, by wall clock. */
public final class CallExpired extends ModelException {
    private static final long serialVersionUID = 1L;

    /** @param call which one, as a message begins */
    public CallExpired(String call, Duration deadline) {
        super(call + ": expected an answer within " + deadline.toMillis()
                + " ms, found none; don't serve a model that takes so long, or give its calls more time");
    }
}
