package io.leeway.sources.seam;

import org.apache.flink.api.common.watermark.Watermark;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.hybrid.SourceReaderFinishedEvent;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.util.UserCodeClassLoader;

/**
 * Flink's context, which can keep a reader's request for a split to itself, and sees that the
 * reader has no more history.
 */
final class SeamReaderContext implements SourceReaderContext {
    private final SourceReaderContext context;
    private boolean supplied;
    private boolean historyEnded;

    SeamReaderContext(SourceReaderContext context) {
        this.context = context;
    }

    /** Whether the reader has splits that it does not know of yet, and need not ask for one. */
    void supplied(boolean now) {
        supplied = now;
    }

    /** Whether the reader has reported since the last call that there is no more history for it. */
    boolean takeHistoryEnded() {
        boolean ended = historyEnded;
        historyEnded = false;
        return ended;
    }

    @Override
    public void sendSplitRequest() {
        if (!supplied) {
            context.sendSplitRequest();
        }
    }

    @Override
    public SourceReaderMetricGroup metricGroup() {
        return context.metricGroup();
    }

    @Override
    public Configuration getConfiguration() {
        return context.getConfiguration();
    }

    @Override
    public String getLocalHostName() {
        return context.getLocalHostName();
    }

    @Override
    public int getIndexOfSubtask() {
        return context.getIndexOfSubtask();
    }

    @Override
    public void sendSourceEventToCoordinator(SourceEvent event) {
        if (event instanceof SourceReaderFinishedEvent end && end.sourceIndex() == SeamSource.HISTORY) {
            historyEnded = true;
        }
        context.sendSourceEventToCoordinator(event);
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
        return context.getUserCodeClassLoader();
    }

    @Override
    public int currentParallelism() {
        return context.currentParallelism();
    }

    @Override
    public void emitWatermark(Watermark watermark) {
        context.emitWatermark(watermark);
    }
}
