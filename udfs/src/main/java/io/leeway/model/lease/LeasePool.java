package io.leeway.model.lease;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Loads a value once for all who ask for its key, and frees it with the last lease. Those that ask
 * while it is loaded wait for that load; when it fails, each gets its error, and the next one tries
 * again. Thread-safe.
 */
public final class LeasePool<K, V> {
    private final Map<K, Entry<V>> entries = new HashMap<>();
    private final Consumer<V> free;
    private final BiFunction<K, Throwable, RuntimeException> failure;

    private static final class Entry<V> {
        private final FutureTask<V> load;
        private int leases;

        private Entry(FutureTask<V> load) {
            this.load = load;
        }
    }

    /** @param failure what is thrown for the error of a load, or for an interrupt */
    public LeasePool(Consumer<V> free, BiFunction<K, Throwable, RuntimeException> failure) {
        this.free = free;
        this.failure = failure;
    }

    /** The value of a key, loaded unless it is already. */
    public Lease<V> acquire(K key, Callable<V> load) {
        Entry<V> entry;
        synchronized (entries) {
            entry = entries.computeIfAbsent(key, absent -> new Entry<>(new FutureTask<>(load)));
            entry.leases++;
        }
        // Outside the lock, so that one slow load does not hold up the others; a task that has run
        // does not run again.
        entry.load.run();
        try {
            V value = entry.load.get();
            return new Lease<>(value, () -> {
                if (isLast(key, entry)) {
                    free.accept(value);
                }
            });
        } catch (ExecutionException failed) {
            synchronized (entries) {
                // Unless another load has begun.
                entries.remove(key, entry);
            }
            throw failure.apply(key, requireNonNull(failed.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            isLast(key, entry);
            throw failure.apply(key, interrupted);
        }
    }

    public int size() {
        synchronized (entries) {
            return entries.size();
        }
    }

    private boolean isLast(K key, Entry<V> entry) {
        synchronized (entries) {
            return --entry.leases == 0 && entries.remove(key, entry);
        }
    }
}
