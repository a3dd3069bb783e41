package io.leeway.sources.seam;

import io.leeway.records.HistoryException;
import io.leeway.sources.base.StartCheck;
import java.io.Serial;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;

/**
 * A source that begins at the seam, and keeps the seam in its state.
 *
 * <p>Whether a job starts or is restored is known here and not in a job's main: a JobManager that
 * fails over runs main again, and so does an upgrade. So the checks of a first start run here. A
 * restored job continues where it was; what it was given as the seam must be what it started with,
 * since the events between two seams would be in neither half. State that was written before the
 * seam was kept takes the given one.
 *
 * @param <S> the source's splits, unchanged
 * @param <E> the state of the source's enumerator
 */
public final class SeamKeepingSource<T, S extends SourceSplit, E>
        implements Source<T, S, SeamState<E>>, ResultTypeQueryable<T> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Source<T, S, E> source;
    private final TypeInformation<T> type;
    private final Instant seam;
    private final String option;
    private final List<StartCheck> checks;

    private SeamKeepingSource(
            Source<T, S, E> source, TypeInformation<T> type, Instant seam, String option, List<StartCheck> checks) {
        this.source = source;
        this.type = type;
        this.seam = seam;
        this.option = option;
        this.checks = List.copyOf(checks);
    }

    /**
     * The source with this seam.
     *
     * @param option by which the seam is given, for people
     * @param checks what has to hold at a first start
     */
    public static <T, S extends SourceSplit, E> SeamKeepingSource<T, S, E> of(
            Source<T, S, E> source, TypeInformation<T> type, Instant seam, String option, List<StartCheck> checks) {
        return new SeamKeepingSource<>(source, type, seam, option, checks);
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SourceReader<T, S> createReader(SourceReaderContext context) throws Exception {
        return source.createReader(context);
    }

    @Override
    public SplitEnumerator<S, SeamState<E>> createEnumerator(SplitEnumeratorContext<S> context) throws Exception {
        checks.forEach(StartCheck::check);
        return new SeamKeepingEnumerator<>(source.createEnumerator(context), seam, () -> {});
    }

    @Override
    public SplitEnumerator<S, SeamState<E>> restoreEnumerator(SplitEnumeratorContext<S> context, SeamState<E> state)
            throws Exception {
        return new SeamKeepingEnumerator<>(
                source.restoreEnumerator(context, state.source()), seam, () -> requireSeam(state.seam()));
    }

    private void requireSeam(@Nullable Instant kept) {
        if (kept != null && !kept.equals(seam)) {
            throw new SuppressRestartsException(new HistoryException("Expected " + option + " to be " + kept
                    + ", with which this job started, found " + seam
                    + ": events between the two would be left out or read twice; give " + option + ' ' + kept
                    + ", or start without the checkpoint or savepoint"));
        }
    }

    @Override
    public SimpleVersionedSerializer<S> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<SeamState<E>> getEnumeratorCheckpointSerializer() {
        return new SeamStateSerializer<>(source.getEnumeratorCheckpointSerializer());
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return type;
    }
}
