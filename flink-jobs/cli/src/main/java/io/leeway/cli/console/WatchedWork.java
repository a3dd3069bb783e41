package io.leeway.cli.console;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs work on a thread of its own while the caller's thread looks after something else twice a
 * second. Closing it interrupts the work.
 */
public final class WatchedWork implements AutoCloseable {

    private static final long LOOK_EVERY_MILLIS = 500;

    private final Runnable look;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "demo-work"));

    @FunctionalInterface
    public interface Work {
        public void run() throws InterruptedException;
    }

    /**
     * @param look called on the caller's thread while work runs; what it throws ends {@link #run}
     */
    public WatchedWork(Runnable look) {
        this.look = look;
    }

    /** Returns when the work is done; throws what it throws. */
    public void run(Work work) throws InterruptedException {
        Future<?> running = thread.submit(() -> {
            work.run();
            return null;
        });
        while (true) {
            try {
                running.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                look.run();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException("A stage of the demo failed", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
