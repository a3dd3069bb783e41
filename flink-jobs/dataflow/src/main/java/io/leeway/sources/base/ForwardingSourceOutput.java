package io.leeway.sources.base;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;

/**
 * An output that wraps another and passes on what is no record.
 *
 * @param <I> what this one takes
 * @param <T> what the wrapped output takes
 */
public abstract class ForwardingSourceOutput<I, T> implements SourceOutput<I> {
    private final SourceOutput<T> output;

    protected ForwardingSourceOutput(SourceOutput<T> output) {
        this.output = output;
    }

    @Override
    public final void emitWatermark(Watermark watermark) {
        output.emitWatermark(watermark);
    }

    @Override
    public final void markIdle() {
        output.markIdle();
    }

    @Override
    public final void markActive() {
        output.markActive();
    }
}
