package io.leeway.scoring;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** One daemon thread that loads or calls models. */
final class ModelThread {
    private ModelThread() {}

    static ExecutorService start(String name) {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Waits for what runs on a thread that has been shut down. An interruption does not end the
     * wait, since no model may be freed during a call; it is set again afterwards.
     */
    static void awaitEnd(ExecutorService thread) {
        boolean interrupted = false;
        for (boolean ended = false; !ended; ) {
            try {
                ended = thread.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException cancelled) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
