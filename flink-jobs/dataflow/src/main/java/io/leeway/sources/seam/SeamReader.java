package io.leeway.sources.seam;

import io.leeway.sources.base.ForwardingReader;
import io.leeway.sources.base.ReaderAvailability;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.base.source.hybrid.HybridSourceSplit;
import org.apache.flink.connector.base.source.hybrid.SwitchSourceEvent;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * A hybrid source's reader that also remembers, in a snapshot, the splits it was restored with and
 * has not been able to open yet.
 *
 * <p>And it asks for no file more than it reads. The plain one starts before it is given back its
 * splits and asks for another: from then on one split always waits, and since a split that was not
 * begun holds back the watermark, history would stand still in state until its end.
 *
 * <p>And when there is no more history for it, it says so by a watermark: what it reads next is of
 * the seam or later. Else a reader without a file would hold back all others until the switch.
 *
 * <p>And it reports each barrier to the enumerator, by the next poll: then Flink itself has noted
 * that the reader passed it.
 */
final class SeamReader<T> extends ForwardingReader<T, T, HybridSourceSplit> {
    private final SeamReaderContext context;
    private final long historyEndMillis;
    private final List<HybridSourceSplit> unopened = new ArrayList<>();
    private int currentSource = -1;
    private @Nullable BarrierPassed unreported;
    private final ReaderAvailability availability = new ReaderAvailability();

    SeamReader(SourceReader<T, HybridSourceSplit> reader, SeamReaderContext context, long historyEndMillis) {
        super(reader);
        this.context = context;
        this.historyEndMillis = historyEndMillis;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        if (unreported != null) {
            context.sendSourceEventToCoordinator(unreported);
            unreported = null;
        }
        InputStatus status = reader.pollNext(output);
        if (context.takeHistoryEnded() && historyEndMillis != Long.MIN_VALUE) {
            output.emitWatermark(new Watermark(historyEndMillis));
        }
        return status;
    }

    @Override
    public List<HybridSourceSplit> snapshotState(long checkpointId) {
        List<HybridSourceSplit> splits = new ArrayList<>(unopened);
        if (currentSource >= 0) {
            splits.addAll(reader.snapshotState(checkpointId));
        }
        unreported = new BarrierPassed(checkpointId);
        availability.wake();
        return splits;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return unreported == null ? availability.of(reader.isAvailable()) : CompletableFuture.completedFuture(null);
    }

    @Override
    public void addSplits(List<HybridSourceSplit> splits) {
        if (currentSource < 0) {
            unopened.addAll(splits);
        }
        reader.addSplits(splits);
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof SwitchSourceEvent switched) {
            int next = switched.sourceIndex();
            context.supplied(unopened.stream().anyMatch(split -> split.sourceIndex() == next));
            reader.handleSourceEvents(event);
            context.supplied(false);
            currentSource = next;
            unopened.removeIf(split -> split.sourceIndex() == next);
        } else {
            reader.handleSourceEvents(event);
        }
    }
}
