package io.leeway.scoring;

import io.leeway.model.LogHistogram;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * When a bundle closes, and what waits behind it: the mechanics of a bundle operator, whatever its rows are.
 *
 * <p>A bundle closes at its size and after its linger. It is called on a thread of this bundler's while the task collects the next one; there
 * is never more than one call under way and one waiting for it. Answers leave on the task thread, bundle after bundle. {@link #drain} waits for all of them: before each barrier and at
 * the end. A watermark waits behind the rows that came before it. Used by its operator's task thread; closing it waits for the call that runs.
 */
final class Bundler<A> implements AutoCloseable {
    private final ProcessingTimeService time;
    private final MailboxExecutor mailbox;
    private final BundleOptions options;
    private final Consumer<A> out;
    private final Consumer<Watermark> marks;
    private final ExecutorService caller;
    private final LogHistogram waitMillis = new LogHistogram();

    private @Nullable Bundle<A> open;
    private @Nullable Watermark behindOpen;
    private @Nullable Running<A> running;
    private long openedAtMillis;
    private boolean lingering;

    /** A closed bundle on its way, and the watermark that came after its rows. */
    private static final class Running<A> {
        private final BundleCall<A> call;
        private final Future<?> called;
        private @Nullable Watermark behind;

        private Running(BundleCall<A> call, Future<?> called, @Nullable Watermark behind) {
            this.call = call;
            this.called = called;
            this.behind = behind;
        }
    }

    /**
     * @param name of the thread that calls
     * @param mailbox brings answers to the task thread
     * @param out takes the answers
     * @param marks takes the watermarks, after what came before them
     */
    Bundler(
            String name,
            ProcessingTimeService time,
            MailboxExecutor mailbox,
            BundleOptions options,
            Consumer<A> out,
            Consumer<Watermark> marks) {
        this.time = time;
        this.mailbox = mailbox;
        this.options = options;
        this.out = out;
        this.marks = marks;
        this.caller = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A row was added to this bundle. */
    void added(Bundle<A> bundle) throws InterruptedException {
        if (open == null) {
            open = bundle;
            openedAtMillis = now();
            linger();
        }
        if (bundle.rows() >= options.rows()) {
            flush();
        }
    }

    /** Closes the open bundle and has it called; waits for the one before. */
    void flush() throws InterruptedException {
        Bundle<A> bundle = open;
        if (bundle == null) {
            return;
        }
        open = null;
        waitMillis.record(now() - openedAtMillis);
        Running<A> before = running;
        BundleCall<A> call = bundle.close();
        running = new Running<>(call, caller.submit(() -> call(call)), behindOpen);
        behindOpen = null;
        // The next call goes on while these answers leave.
        if (before != null) {
            finish(before);
        }
    }

    /** On the calling thread. */
    private void call(BundleCall<A> call) {
        try {
            call.call();
        } finally {
            // A failure too: the task hears of it when it asks for the answers.
            tell(call);
        }
    }

    private void tell(BundleCall<A> call) {
        try {
            mailbox.execute(() -> answered(call), "answers of a bundle");
        } catch (RejectedExecutionException ending) {
            // The task ends; what it still wants to answer it waits for itself.
            return;
        }
    }

    private void answered(BundleCall<A> call) throws InterruptedException {
        Running<A> current = running;
        if (current != null && current.call == call) {
            running = null;
            finish(current);
        }
    }

    /** Returns when everything that was added has been answered, and no watermark waits. */
    void drain() throws InterruptedException {
        flush();
        Running<A> last = running;
        if (last != null) {
            running = null;
            finish(last);
        }
    }

    private void finish(Running<A> bundle) throws InterruptedException {
        try {
            bundle.called.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("Expected the model's answer, found a failure", failed.getCause());
        }
        bundle.call.answer(now(), out);
        Watermark mark = bundle.behind;
        if (mark != null) {
            marks.accept(mark);
        }
    }

    /** Passes a watermark on, behind the rows that came before it. */
    void mark(Watermark mark) {
        Running<A> current = running;
        if (open != null) {
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

    /** One timer at a time: it looks whether the bundle that is open when it rings has waited long enough. */
    private void linger() {
        if (!lingering) {
            lingering = true;
            time.registerTimer(openedAtMillis + options.linger().toMillis(), ringing -> {
                lingering = false;
                if (open != null && now() - openedAtMillis >= options.linger().toMillis()) {
                    flush();
                } else if (open != null) {
                    linger();
                }
            });
        }
    }

    private long now() {
        return time.getCurrentProcessingTime();
    }

    @Override
    public void close() {
        // A call that waits for the one before need not be made any more; one that runs takes milliseconds, and no
        // model may be
        // freed under it, whoever interrupts.
        caller.shutdownNow();
        boolean interrupted = false;
        for (boolean ended = false; !ended; ) {
            try {
                ended = caller.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException cancelled) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
