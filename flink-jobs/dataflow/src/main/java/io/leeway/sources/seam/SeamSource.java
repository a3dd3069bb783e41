package io.leeway.sources.seam;

import java.io.Serial;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.base.source.hybrid.HybridSource;
import org.apache.flink.connector.base.source.hybrid.HybridSourceEnumeratorState;
import org.apache.flink.connector.base.source.hybrid.HybridSourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * History and then the live topic, by Flink's {@link HybridSource}, made safe at the switch.
 *
 * <p>The plain one can hang for ever after a failure there: the enumerator is already on the live
 * topic, a restored reader goes back to its file and asks for the next, without an answer. And a
 * reader that is restored and snapshot again before it got its source forgets its splits
 * (apache/flink#28191).
 */
public final class SeamSource<T>
        implements Source<T, HybridSourceSplit, HybridSourceEnumeratorState>, ResultTypeQueryable<T> {
    /** The index of history among the two sources. */
    static final int HISTORY = 0;

    @Serial
    private static final long serialVersionUID = 1L;

    private final HybridSource<T> hybrid;

    private final TypeInformation<T> type;

    private final long historyEndMillis;

    private SeamSource(HybridSource<T> hybrid, TypeInformation<T> type, long historyEndMillis) {
        this.hybrid = hybrid;
        this.type = type;
        this.historyEndMillis = historyEndMillis;
    }

    /**
     * The two sources in one.
     *
     * @param history bounded; read to its end before the first live record
     * @param historyEndMillis the watermark of a reader for which there is no more history: it gives
     *     no live record of then or before. {@code Long.MIN_VALUE}: that is not known
     */
    public static <T> SeamSource<T> of(
            Source<T, ?, ?> history, Source<T, ?, ?> live, long historyEndMillis, TypeInformation<T> type) {
        return new SeamSource<>(HybridSource.builder(history).addSource(live).build(), type, historyEndMillis);
    }

    @Override
    public Boundedness getBoundedness() {
        return hybrid.getBoundedness();
    }

    @Override
    public SourceReader<T, HybridSourceSplit> createReader(SourceReaderContext context) throws Exception {
        SeamReaderContext watched = new SeamReaderContext(context);
        return new SeamReader<>(hybrid.createReader(watched), watched, historyEndMillis);
    }

    @Override
    public SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> createEnumerator(
            SplitEnumeratorContext<HybridSourceSplit> context) {
        SeamEnumeratorContext watched = new SeamEnumeratorContext(context, 0);
        return new SeamEnumerator(hybrid.createEnumerator(watched), watched);
    }

    @Override
    public SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<HybridSourceSplit> context, HybridSourceEnumeratorState checkpoint)
            throws Exception {
        SeamEnumeratorContext watched = new SeamEnumeratorContext(context, checkpoint.getCurrentSourceIndex());
        return new SeamEnumerator(hybrid.restoreEnumerator(watched, checkpoint), watched);
    }

    @Override
    public SimpleVersionedSerializer<HybridSourceSplit> getSplitSerializer() {
        return hybrid.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<HybridSourceEnumeratorState> getEnumeratorCheckpointSerializer() {
        return hybrid.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return type;
    }
}
