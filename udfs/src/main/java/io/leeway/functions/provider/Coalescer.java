package io.leeway.functions.provider;

import io.leeway.functions.rows.RowBinding;
import io.leeway.functions.rows.RowBundle;
import io.leeway.model.ModelException;
import io.leeway.model.RowRejected;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * Lets rows that are under way at a time share calls.
 *
 * <p>A row is read into a bundle of its shape on the thread that brings it; one thread of its own
 * calls the model, for a bundle that is full, whose first row has waited long enough, or that none
 * can join because Flink lets no more rows in. While it calls, the next bundle fills. Rows of
 * different shapes never share a call.
 *
 * <p>{@link #add} never waits for the model. Every future is completed: with the answer, with the
 * error when the job is to fail, or when the coalescer is closed.
 */
final class Coalescer implements AutoCloseable {
    private static final int SPARE_BUNDLES = 4;

    private final RowBinding binding;
    private final PredictSettings settings;
    private final BundleCalls calls;
    private final RowRefusals refusals;
    private final LongSupplier nanoClock;
    private final int mostRows;
    private final long lingerNanos;
    private final RowBundle probe;
    private final Thread caller;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    /** By shape, the one that has waited longest first. */
    private final Map<List<List<Integer>>, Waiting> open = new LinkedHashMap<>();

    private final Queue<Waiting> full = new ArrayDeque<>();
    private final ArrayDeque<Waiting> spare = new ArrayDeque<>();
    private int rowsWaiting;
    private boolean closed;

    private static final class Waiting {
        private final RowBundle bundle;
        private final List<CompletableFuture<Collection<RowData>>> futures = new ArrayList<>();
        private long deadlineNanos;

        private Waiting(RowBundle bundle) {
            this.bundle = bundle;
        }
    }

    Coalescer(
            RowBinding binding,
            PredictSettings settings,
            BundleCalls calls,
            RowRefusals refusals,
            LongSupplier nanoClock) {
        this.binding = binding;
        this.settings = settings;
        this.calls = calls;
        this.refusals = refusals;
        this.nanoClock = nanoClock;
        this.mostRows = Math.min(settings.batchSize(), binding.mostRows());
        this.lingerNanos = settings.linger().toNanos();
        this.probe = binding.bundle(settings.read(), 0);
        this.caller = new Thread(this::run, "leeway-predict " + settings.name());
        caller.setDaemon(true);
        caller.start();
    }

    /** Takes a row, whose values are copied, and the future that will have its answer. */
    void add(RowData row, CompletableFuture<Collection<RowData>> answer) {
        RowRejected refused = null;
        lock.lock();
        try {
            if (closed) {
                answer.completeExceptionally(closed());
                return;
            }
            put(row, answer);
        } catch (RowRejected rejected) {
            refused = rejected;
        } finally {
            lock.unlock();
        }
        if (refused != null) {
            refuse(answer, refused);
        }
    }

    private void put(RowData row, CompletableFuture<Collection<RowData>> answer) throws RowRejected {
        List<List<Integer>> shapes = probe.shapesOf(row);
        Waiting waiting = open.get(shapes);
        boolean first = waiting == null;
        if (waiting == null) {
            Waiting used = shapes.isEmpty() ? spare.poll() : null;
            waiting = used == null ? new Waiting(binding.bundle(settings.read(), Math.min(16, mostRows))) : used;
        }
        waiting.bundle.add(row);
        waiting.futures.add(answer);
        rowsWaiting++;
        if (first) {
            waiting.deadlineNanos = nanoClock.getAsLong() + lingerNanos;
            open.put(shapes, waiting);
        }
        boolean isFull = waiting.bundle.rows() == mostRows;
        if (isFull) {
            open.remove(shapes);
            full.add(waiting);
        }
        if (first || isFull || rowsWaiting == settings.concurrency()) {
            work.signal();
        }
    }

    private void run() {
        for (Waiting next = take(); next != null; next = take()) {
            call(next);
            next.bundle.clear();
            next.futures.clear();
            giveBack(next);
        }
    }

    private void call(Waiting waiting) {
        try {
            calls.call(
                    waiting.bundle,
                    (answer, row) -> waiting.futures.get(row).complete(Collections.singletonList(answer)));
        } catch (Throwable unforeseen) {
            // Whatever it is, Flink has to receive it, or the job would wait for ever.
            waiting.futures.forEach(future -> future.completeExceptionally(unforeseen));
        }
    }

    private void refuse(CompletableFuture<Collection<RowData>> future, Exception why) {
        try {
            future.complete(Collections.singletonList(refusals.answer(why)));
        } catch (ModelException failing) {
            future.completeExceptionally(failing);
        }
    }

    /** The next bundle to call; null when there will be none. */
    private @Nullable Waiting take() {
        lock.lock();
        try {
            while (!closed) {
                Waiting next = full.poll();
                if (next == null && !open.isEmpty()) {
                    long wait = open.values().iterator().next().deadlineNanos - nanoClock.getAsLong();
                    if (wait <= 0 || rowsWaiting >= settings.concurrency()) {
                        Iterator<Waiting> oldest = open.values().iterator();
                        next = oldest.next();
                        oldest.remove();
                    } else {
                        long left = work.awaitNanos(wait);
                        if (left > 0) {
                            continue;
                        }
                    }
                } else if (next == null) {
                    work.await();
                }
                if (next != null) {
                    rowsWaiting -= next.bundle.rows();
                    return next;
                }
            }
        } catch (InterruptedException unexpected) {
            closed = true;
        } finally {
            lock.unlock();
        }
        failAllWaiting();
        return null;
    }

    private void giveBack(Waiting used) {
        lock.lock();
        try {
            if (!binding.shapesVary() && spare.size() < SPARE_BUNDLES) {
                spare.add(used);
            }
        } finally {
            lock.unlock();
        }
    }

    private void failAllWaiting() {
        List<Waiting> left = new ArrayList<>();
        lock.lock();
        try {
            left.addAll(full);
            left.addAll(open.values());
            full.clear();
            open.clear();
        } finally {
            lock.unlock();
        }
        left.forEach(waiting -> waiting.futures.forEach(future -> future.completeExceptionally(closed())));
    }

    private ModelException closed() {
        return ModelException.of("Model " + settings.name(), "an open function", "a closed one", "the job is ending");
    }

    /** Waits for the call that is running, fails the rows that wait, and ends the thread. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (caller.isAlive()) {
            try {
                caller.join();
            } catch (InterruptedException again) {
                // The model must not be closed under a call.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
