package io.leeway.sources.seam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.connector.base.source.hybrid.HybridSourceSplit;
import org.apache.flink.connector.base.source.hybrid.SwitchSourceEvent;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * A coordinator of two readers that notes what it is asked to hand them. What is asynchronous does
 * not happen.
 */
final class CoordinatorNotes implements SplitEnumeratorContext<HybridSourceSplit> {
    private final Map<Integer, List<HybridSourceSplit>> assigned = new HashMap<>();
    private final Map<Integer, Integer> sources = new HashMap<>();

    /** What a reader was given since this was last asked. */
    List<HybridSourceSplit> take(int subtask) {
        List<HybridSourceSplit> splits = assigned.remove(subtask);
        return splits == null ? List.of() : splits;
    }

    /** Which source each reader was last told to read. */
    Map<Integer, Integer> sources() {
        return sources;
    }

    @Override
    public void sendEventToSourceReader(int subtask, SourceEvent event) {
        if (event instanceof SwitchSourceEvent switched) {
            sources.put(subtask, switched.sourceIndex());
        }
    }

    @Override
    public void assignSplits(SplitsAssignment<HybridSourceSplit> assignment) {
        assignment.assignment().forEach((subtask, splits) -> assigned.computeIfAbsent(subtask, s -> new ArrayList<>())
                .addAll(splits));
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
        return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
    }

    @Override
    public int currentParallelism() {
        return 2;
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
        return Map.of(0, new ReaderInfo(0, "here"), 1, new ReaderInfo(1, "here"));
    }

    @Override
    public void signalNoMoreSplits(int subtask) {}

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {}

    @Override
    public <T> void callAsync(
            Callable<T> callable, BiConsumer<T, Throwable> handler, long initialDelayMillis, long periodMillis) {}

    @Override
    public void setIsProcessingBacklog(boolean isProcessingBacklog) {}

    @Override
    public void runInCoordinatorThread(Runnable runnable) {
        runnable.run();
    }
}
