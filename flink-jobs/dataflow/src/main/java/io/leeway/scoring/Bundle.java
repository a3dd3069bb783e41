package io.leeway.scoring;

import java.util.function.Consumer;

/**
 * Rows that are collected for one call of a model, and then their answers. A {@link Bundler} fills
 * it on the task thread, calls the model on another, and reads the answers on the task thread
 * again.
 */
interface Bundle<A> {
    int rows();

    void call();

    /**
     * Gives the answers in the order of the rows, after {@link #call}.
     *
     * @param nowMillis wall clock
     */
    void answer(long nowMillis, Consumer<A> out);

    /**
     * The call does not come back; {@link #answer} follows, and nothing else.
     *
     * @throws RuntimeException where rows without an answer fail the task
     */
    void abandon();

    /** Removes the rows and the answers; buffers stay for the next rows. */
    void clear();
}
