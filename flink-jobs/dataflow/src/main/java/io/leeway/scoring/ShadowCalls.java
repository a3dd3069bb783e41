package io.leeway.scoring;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a shadow beside the models that decide, on a thread of its own, and does not wait for long.
 *
 * <p>A shadow may hold up its subtask by {@link #MOST} at once, and then by {@link #TIMES} the time
 * of the deciding calls: of a model that is about as fast no answer is ever missing. What takes
 * longer has no answers for this bundle, and while it runs none for the next ones either. Used by
 * the calling thread of one operator; another may close it.
 */
final class ShadowCalls implements AutoCloseable {
    static final Duration MOST = Duration.ofSeconds(5);
    static final int TIMES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(ShadowCalls.class);

    private final ExecutorService thread;
    private long allowanceNanos = MOST.toNanos();
    private @Nullable Future<?> running;

    ShadowCalls(String name) {
        this.thread = ModelThread.start(name);
    }

    /** Begins a call, unless one before it still runs. */
    void begin(Runnable call) {
        Future<?> before = running;
        if (before == null || before.isDone()) {
            running = thread.submit(call);
        }
    }

    /** Waits for the call as long as it may take. */
    void await(long decidingNanos) {
        Future<?> call = running;
        if (call == null) {
            return;
        }
        allowanceNanos = Math.min(MOST.toNanos(), allowanceNanos + TIMES * decidingNanos);
        long began = System.nanoTime();
        try {
            call.get(allowanceNanos, TimeUnit.NANOSECONDS);
            running = null;
        } catch (TimeoutException late) {
            LOG.debug("A shadow is late: no scores of it for this bundle");
        } catch (ExecutionException | CancellationException failed) {
            LOG.warn("A shadow failed: no scores of it for this bundle", failed);
            running = null;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        allowanceNanos = Math.max(0, allowanceNanos - (System.nanoTime() - began));
    }

    /** Leaves a call that runs to its deadline. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
