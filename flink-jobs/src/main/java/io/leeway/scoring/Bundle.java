package io.leeway.scoring;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Rows that one call of a model answers. */
interface Bundle<A> {

    /** How many rows wait. */
    int rows();

    /**
     * Answers the rows in their order, and forgets them.
     *
     * @param clock wall clock, milliseconds
     */
    void answer(LongSupplier clock, Consumer<A> out);
}
