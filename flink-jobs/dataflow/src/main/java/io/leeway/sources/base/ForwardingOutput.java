package io.leeway.sources.base;

import org.apache.flink.api.connector.source.ReaderOutput;

/** A reader's output that wraps another and passes on what is no record. */
public abstract class ForwardingOutput<I, T> extends ForwardingSourceOutput<I, T> implements ReaderOutput<I> {
    protected final ReaderOutput<T> output;

    protected ForwardingOutput(ReaderOutput<T> output) {
        super(output);
        this.output = output;
    }

    /** Whether it wraps this one. */
    public final boolean isOf(ReaderOutput<T> other) {
        return output == other;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
        output.releaseOutputForSplit(splitId);
    }
}
