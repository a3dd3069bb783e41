package io.leeway.sources.seam;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.connector.base.source.hybrid.HybridSourceEnumeratorState;
import org.apache.flink.connector.base.source.hybrid.HybridSourceSplit;
import org.apache.flink.connector.base.source.hybrid.SourceReaderFinishedEvent;
import org.jspecify.annotations.Nullable;

/**
 * A hybrid source's enumerator that answers a reader which is still on an earlier source: there is
 * nothing more for it there.
 *
 * <p>And it resets the count of finished readers. Flink's own keeps counting a reader that finished
 * and then failed: it switches while the restored reader is in the middle of a file, and the rest
 * of that file is lost. So a reader's end is passed on only when every reader's, since its last
 * start, is there.
 *
 * <p>And it sends readers nothing while a checkpoint is on its way: see {@link CheckpointGate}.
 */
final class SeamEnumerator implements SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> {
    private final SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> enumerator;
    private final SeamEnumeratorContext context;
    private final CheckpointGate gate;
    private final Set<Integer> unanswered = new TreeSet<>();
    private final Map<Integer, SourceReaderFinishedEvent> finished = new TreeMap<>();

    SeamEnumerator(
            SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> enumerator, SeamEnumeratorContext context) {
        this.enumerator = enumerator;
        this.context = context;
        this.gate = context.gate();
    }

    @Override
    public void start() {
        enumerator.start();
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String hostname) {
        gate.pass(subtask, () -> {
            if (context.isBehind(subtask)) {
                context.signalIntermediateNoMoreSplits(subtask);
            } else {
                enumerator.handleSplitRequest(subtask, hostname);
            }
        });
    }

    @Override
    public void addSplitsBack(List<HybridSourceSplit> splits, int subtask) {
        // Flink calls this for every reader that is reset, before the first of them starts again.
        gate.forget(subtask);
        if (splits.stream().anyMatch(split -> split.sourceIndex() < context.currentSource())) {
            unanswered.add(subtask);
        }
        finished.remove(subtask);
        enumerator.addSplitsBack(splits, subtask);
    }

    @Override
    public void addReader(int subtask) {
        // The checkpoint that it failed in is over, without a call that says so.
        gate.restart(subtask);
        context.forget(subtask);
        finished.remove(subtask);
        enumerator.addReader(subtask);
    }

    @Override
    public HybridSourceEnumeratorState snapshotState(long checkpointId) throws Exception {
        gate.open();
        if (!unanswered.isEmpty()) {
            // The hybrid enumerator keeps these splits outside its state: a checkpoint taken now
            // would lose them.
            throw new IllegalStateException("Readers " + unanswered
                    + " have not taken back their splits of history yet; the next checkpoint will do");
        }
        HybridSourceEnumeratorState state = enumerator.snapshotState(checkpointId);
        if (checkpointId > 0) {
            // A batch job's snapshots have no number, and nothing follows them.
            gate.shut(checkpointId, context.readersAtWork());
        }
        return state;
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (event instanceof BarrierPassed barrier) {
            gate.passed(subtask, barrier.checkpointId());
        } else {
            gate.pass(subtask, () -> handle(subtask, event));
        }
    }

    private void handle(int subtask, SourceEvent event) {
        if (event instanceof SourceReaderFinishedEvent end && end.sourceIndex() == context.currentSource()) {
            finished.put(subtask, end);
            if (finished.size() == context.currentParallelism()) {
                Map<Integer, SourceReaderFinishedEvent> all = new TreeMap<>(finished);
                finished.clear();
                all.forEach(enumerator::handleSourceEvent);
            }
        } else {
            enumerator.handleSourceEvent(subtask, event);
        }
        // A reader that reports itself was sent its source, and with it all splits that were kept
        // for it there.
        unanswered.remove(subtask);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        enumerator.notifyCheckpointComplete(checkpointId);
        gate.ended(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        enumerator.notifyCheckpointAborted(checkpointId);
        gate.ended(checkpointId);
    }

    @Override
    public void close() throws IOException {
        enumerator.close();
    }
}
