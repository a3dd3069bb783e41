package io.leeway.model.lease;

/**
 * Lends a value that others may use too. Good until it is closed; closing it twice does nothing.
 * Thread-safe. Never to be kept in Flink's state.
 */
public final class Lease<V> implements AutoCloseable {
    private final V value;
    private final Runnable giveBack;
    private boolean closed;

    /** @param giveBack what closing does */
    public Lease(V value, Runnable giveBack) {
        this.value = value;
        this.giveBack = giveBack;
    }

    /** The value, which is not the borrower's to close. */
    public V value() {
        return value;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            giveBack.run();
        }
    }
}
