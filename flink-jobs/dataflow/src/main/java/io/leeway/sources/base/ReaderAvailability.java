package io.leeway.sources.base;

import java.util.concurrent.CompletableFuture;

/**
 * The availability of a reader that wraps another and has work of its own. For the task's thread
 * alone.
 */
public final class ReaderAvailability {
    private CompletableFuture<Void> awaited = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> available = CompletableFuture.completedFuture(null);

    /** There is work of the reader's own: the task polls again. */
    public void wake() {
        available.complete(null);
    }

    /**
     * What the reader answers.
     *
     * @param records the wrapped reader's answer
     */
    public CompletableFuture<Void> of(CompletableFuture<Void> records) {
        if (records.isDone()) {
            return records;
        }
        if (records != awaited || available.isDone()) {
            CompletableFuture<Void> either = new CompletableFuture<>();
            awaited = records;
            available = either;
            records.thenRun(() -> either.complete(null));
        }
        return available;
    }
}
