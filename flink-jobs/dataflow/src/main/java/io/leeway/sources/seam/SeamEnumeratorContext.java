package io.leeway.sources.seam;

import io.leeway.sources.base.ForwardingEnumeratorContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsIntermediateNoMoreSplits;
import org.apache.flink.connector.base.source.hybrid.HybridSourceSplit;
import org.apache.flink.connector.base.source.hybrid.SwitchSourceEvent;

/** Flink's context, watched: it keeps which source each reader was last assigned. */
final class SeamEnumeratorContext extends ForwardingEnumeratorContext<HybridSourceSplit>
        implements SupportsIntermediateNoMoreSplits {
    private final Map<Integer, Integer> sourceOfReader = new HashMap<>();
    private final CheckpointGate gate = new CheckpointGate();
    private final Set<Integer> finished = new TreeSet<>();
    private int currentSource;

    SeamEnumeratorContext(SplitEnumeratorContext<HybridSourceSplit> context, int currentSource) {
        super(context);
        this.currentSource = currentSource;
    }

    /** What holds back events to readers during a checkpoint. */
    CheckpointGate gate() {
        return gate;
    }

    /** Whether a reader still reads a source that the enumerator has left. */
    boolean isBehind(int subtask) {
        Integer source = sourceOfReader.get(subtask);
        return source != null && source < currentSource;
    }

    /** The source that the enumerator hands out splits of. */
    int currentSource() {
        return currentSource;
    }

    /** Readers that may still be sent something. */
    Set<Integer> readersAtWork() {
        Set<Integer> readers = new TreeSet<>(registeredReaders().keySet());
        readers.removeAll(finished);
        return readers;
    }

    void forget(int subtask) {
        sourceOfReader.remove(subtask);
        finished.remove(subtask);
    }

    @Override
    public void sendEventToSourceReader(int subtask, SourceEvent event) {
        if (event instanceof SwitchSourceEvent switched) {
            sourceOfReader.put(subtask, switched.sourceIndex());
            currentSource = Math.max(currentSource, switched.sourceIndex());
        }
        context.sendEventToSourceReader(subtask, event);
    }

    @Override
    public void signalIntermediateNoMoreSplits(int subtask) {
        ((SupportsIntermediateNoMoreSplits) context).signalIntermediateNoMoreSplits(subtask);
    }

    @Override
    public void signalNoMoreSplits(int subtask) {
        finished.add(subtask);
        context.signalNoMoreSplits(subtask);
    }

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
        context.callAsync(callable, gated(handler));
    }

    @Override
    public <T> void callAsync(
            Callable<T> callable, BiConsumer<T, Throwable> handler, long initialDelayMillis, long periodMillis) {
        context.callAsync(callable, gated(handler), initialDelayMillis, periodMillis);
    }

    /** What was found out meanwhile leads to splits, and so to events. */
    private <T> BiConsumer<T, Throwable> gated(BiConsumer<T, Throwable> handler) {
        return (found, failure) -> gate.pass(CheckpointGate.ALL, () -> handler.accept(found, failure));
    }
}
