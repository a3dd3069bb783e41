package io.leeway.scoring;

import java.util.function.Consumer;

/** The rows of a bundle that has closed: one call of the model, and then the answers. */
interface BundleCall<A> {

    /** Calls the model. On a thread of its own, so that the task collects the next bundle meanwhile. */
    void call();

    /**
     * Gives the answers in the order of the rows, and the buffers back. On the task thread, after {@link #call}.
     *
     * @param nowMillis wall clock
     */
    void answer(long nowMillis, Consumer<A> out);
}
