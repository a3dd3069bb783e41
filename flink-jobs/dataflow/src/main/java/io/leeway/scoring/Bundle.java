package io.leeway.scoring;

/** Rows that are being collected for one call of a model. Used by the task thread alone. */
interface Bundle<A> {

    /** How many rows wait. */
    int rows();

    /** Takes the rows out, at least one, and begins anew with other buffers. */
    BundleCall<A> close();
}
