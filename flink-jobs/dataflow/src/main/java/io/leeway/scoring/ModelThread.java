package io.leeway.scoring;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Daemon threads that load or call models. */
final class ModelThread {
    private ModelThread() {}

    static ExecutorService start(String name) {
        return Executors.newSingleThreadExecutor(daemons(name));
    }

    /** As many as there is work, so that none waits for another. */
    static ExecutorService startSeveral(String name) {
        return Executors.newCachedThreadPool(daemons(name));
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Longer than a process runs. */
    static final Duration EVER = Duration.ofDays(10_000);

    static void awaitEnd(ExecutorService thread) {
        awaitEnd(thread, EVER);
    }

    /**
     * Waits for what runs on a thread that has been shut down. An interruption does not end the
     * wait, since no model may be freed during a call; it is set again afterwards.
     *
     * @return whether it has ended
     */
    static boolean awaitEnd(ExecutorService thread, Duration patience) {
        boolean interrupted = false;
        boolean ended = false;
        long deadline = System.nanoTime() + patience.toNanos();
        while (!ended && System.nanoTime() - deadline < 0) {
            try {
                ended = thread.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException cancelled) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }
}
