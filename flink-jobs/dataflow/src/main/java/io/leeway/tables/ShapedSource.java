package io.leeway.tables;

import io.leeway.sources.base.StartCheck;
import java.io.Serial;
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
import org.apache.flink.table.data.RowData;

/**
 * Another source, whose rows are filtered and take the table's shape where they are read. Splits
 * and state are the other source's own.
 */
final class ShapedSource<S extends SourceSplit, E> implements Source<RowData, S, E>, ResultTypeQueryable<RowData> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Source<RowData, S, E> source;
    private final RowRule rule;
    private final List<ReaderListener> listeners;
    private final List<StartCheck> checks;
    private final TypeInformation<RowData> type;

    private ShapedSource(
            Source<RowData, S, E> source,
            RowRule rule,
            List<ReaderListener> listeners,
            List<StartCheck> checks,
            TypeInformation<RowData> type) {
        this.source = source;
        this.rule = rule;
        this.listeners = List.copyOf(listeners);
        this.checks = List.copyOf(checks);
        this.type = type;
    }

    /**
     * The source with this shape.
     *
     * @param checks what has to hold when the source is read from its beginning, and not when it is
     *     restored
     */
    static <S extends SourceSplit, E> ShapedSource<S, E> of(
            Source<RowData, S, E> source,
            RowRule rule,
            List<ReaderListener> listeners,
            List<StartCheck> checks,
            TypeInformation<RowData> type) {
        return new ShapedSource<>(source, rule, listeners, checks, type);
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SourceReader<RowData, S> createReader(SourceReaderContext context) throws Exception {
        listeners.forEach(listener -> listener.created(context));
        return new ShapedReader<>(source.createReader(context), rule);
    }

    @Override
    public SplitEnumerator<S, E> createEnumerator(SplitEnumeratorContext<S> context) throws Exception {
        checks.forEach(StartCheck::check);
        return source.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<S, E> restoreEnumerator(SplitEnumeratorContext<S> context, E checkpoint) throws Exception {
        return source.restoreEnumerator(context, checkpoint);
    }

    @Override
    public SimpleVersionedSerializer<S> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<E> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return type;
    }
}
