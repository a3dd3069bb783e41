package io.leeway.scoring;

import io.leeway.model.calls.LogHistogram;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a bundle closes and what waits behind it, for any kind of rows.
 *
 * <p>A bundle closes at its size and after its linger. It is called on this bundler's thread while
 * the task fills the next one; at most one call runs and one waits for it. Answers leave on the
 * task thread, bundle after bundle. {@link #drain} waits for all of them: before each barrier and
 * at the end. A call that does not come back is left with its thread, and its rows have no answer.
 * A watermark waits behind the rows that came before it. Used by its operator's task
 * thread; closing it waits for the running call.
 */
final class Bundler<A, B extends Bundle<A>> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bundler.class);

    private final ProcessingTimeService time;
    private final MailboxExecutor mailbox;
    private final BundleOptions options;
    private final Supplier<B> bundles;
    private final Consumer<A> out;
    private final Consumer<Watermark> marks;
    private final String name;
    private ExecutorService caller;
    private final LogHistogram waitMillis = new LogHistogram();
    private final Deque<B> spare = new ArrayDeque<>();

    private B open;
    private @Nullable Watermark behindOpen;
    private @Nullable Running running;
    private long openedAtMillis;
    private boolean lingering;

    /** The call of a closed bundle, and the watermark that came after its rows. */
    private final class Running extends FutureTask<Object> {
        private final B bundle;
        private @Nullable Watermark behind;

        private Running(B bundle, @Nullable Watermark behind) {
            super(Executors.callable(bundle::call));
            this.bundle = bundle;
            this.behind = behind;
        }

        /** On the calling thread; after a failure too, which the task receives with the answers. */
        @Override
        protected void done() {
            try {
                mailbox.execute(() -> answered(this), "answers of a bundle");
            } catch (RejectedExecutionException ending) {
                // The task is ending and waits for its last answers by itself.
            }
        }
    }

    /**
     * @param name of the thread that calls
     * @param mailbox brings answers to the task thread
     * @param bundles makes empty bundles, which are used again and again
     * @param marks takes the watermarks, after what came before them
     */
    Bundler(
            String name,
            ProcessingTimeService time,
            MailboxExecutor mailbox,
            BundleOptions options,
            Supplier<B> bundles,
            Consumer<A> out,
            Consumer<Watermark> marks) {
        this.time = time;
        this.mailbox = mailbox;
        this.options = options;
        this.bundles = bundles;
        this.out = out;
        this.marks = marks;
        this.open = bundles.get();
        this.name = name;
        this.caller = ModelThread.start(name);
    }

    /** The bundle to add a row to; {@link #added} follows. */
    B open() {
        return open;
    }

    /** A row was added to the open bundle. */
    void added() throws InterruptedException {
        if (open.rows() == 1) {
            openedAtMillis = now();
            linger();
        }
        if (open.rows() >= options.rows()) {
            flush();
        }
    }

    /** Closes the open bundle and submits its call; waits for the one before. */
    private void flush() throws InterruptedException {
        B full = open;
        if (full.rows() == 0) {
            return;
        }
        B next = spare.poll();
        open = next == null ? bundles.get() : next;
        waitMillis.record(now() - openedAtMillis);
        Running before = running;
        Running call = new Running(full, behindOpen);
        running = call;
        behindOpen = null;
        caller.execute(call);
        // The next call runs while these answers leave.
        if (before != null) {
            finish(before);
        }
    }

    private void answered(Running call) throws InterruptedException {
        if (running == call) {
            running = null;
            finish(call);
        }
    }

    /** Returns when everything that was added has been answered, and no watermark waits. */
    void drain() throws InterruptedException {
        flush();
        Running last = running;
        if (last != null) {
            running = null;
            finish(last);
        }
    }

    private void finish(Running closed) throws InterruptedException {
        boolean ended = awaitEnd(closed);
        if (!ended) {
            leave(closed);
        }
        closed.bundle.answer(now(), out);
        if (ended) {
            closed.bundle.clear();
            spare.add(closed.bundle);
        }
        Watermark mark = closed.behind;
        if (mark != null) {
            marks.accept(mark);
        }
    }

    /** False when its call does not come back. */
    private boolean awaitEnd(Running closed) throws InterruptedException {
        try {
            if (options.callTime().isZero()) {
                closed.get();
            } else {
                closed.get(options.patience().toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (TimeoutException lost) {
            return false;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("Expected the model's answer, found a failure", failed.getCause());
        }
    }

    /** The thread is lost with the call; what waits for it is called on another. */
    private void leave(Running closed) {
        LOG.error(
                "A call of {} did not end within {} and cannot be ended: its thread is lost until this process ends",
                name,
                options.patience());
        closed.bundle.abandon();
        List<Runnable> waiting = caller.shutdownNow();
        caller = ModelThread.start(name);
        waiting.forEach(caller::execute);
    }

    /** Passes a watermark on, behind the rows that came before it. */
    void mark(Watermark mark) {
        Running current = running;
        if (open.rows() > 0) {
            behindOpen = mark;
        } else if (current != null) {
            current.behind = mark;
        } else {
            marks.accept(mark);
        }
    }

    /** How long the first row of each bundle waited for it to close, milliseconds. */
    LogHistogram waitMillis() {
        return waitMillis;
    }

    /** One timer at a time, which checks whether the bundle open then has waited enough. */
    private void linger() {
        if (!lingering) {
            lingering = true;
            time.registerTimer(openedAtMillis + options.linger().toMillis(), fired -> {
                lingering = false;
                if (open.rows() > 0
                        && now() - openedAtMillis >= options.linger().toMillis()) {
                    flush();
                } else if (open.rows() > 0) {
                    linger();
                }
            });
        }
    }

    private long now() {
        return time.getCurrentProcessingTime();
    }

    /** Drops a call that waits; waits for one that runs, unless it does not end. */
    @Override
    public void close() {
        caller.shutdownNow();
        if (!ModelThread.awaitEnd(caller, options.callTime().isZero() ? ModelThread.EVER : options.patience())) {
            LOG.error("A call of {} cannot be ended: its thread is lost until this process ends", name);
        }
    }
}
