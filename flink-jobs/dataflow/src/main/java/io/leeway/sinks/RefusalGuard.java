package io.leeway.sinks;

import io.leeway.records.SinkRecord;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's sink, but a record that it does not take ends the job without a restart: the same record
 * would be refused again, and the transaction of all others aborted with it. Before each barrier it
 * writes what is to follow the records before it. State and committables are those of Kafka's sink.
 */
final class RefusalGuard<
                I,
                S,
                C,
                K extends Sink<I> & SupportsWriterState<I, S> & SupportsCommitter<C> & SupportsPostCommitTopology<C>>
        implements Sink<I>, SupportsWriterState<I, S>, SupportsCommitter<C>, SupportsPostCommitTopology<C> {
    private static final long serialVersionUID = 1L;

    private final K sink;
    private final BarrierRecords.Factory<I> barrierRecords;

    RefusalGuard(K sink, BarrierRecords.Factory<I> barrierRecords) {
        this.sink = sink;
        this.barrierRecords = barrierRecords;
    }

    @Override
    public SinkWriter<I> createWriter(WriterInitContext context) throws IOException {
        Refusals refusals = new Refusals();
        return guarded(sink.createWriter(new GuardedWriterContext(context, refusals)), refusals, context);
    }

    @Override
    public StatefulSinkWriter<I, S> restoreWriter(WriterInitContext context, Collection<S> states) throws IOException {
        Refusals refusals = new Refusals();
        return guarded(sink.restoreWriter(new GuardedWriterContext(context, refusals), states), refusals, context);
    }

    /** Kafka's writers are both, as their sink says. */
    @SuppressWarnings("unchecked")
    private StatefulSinkWriter<I, S> guarded(SinkWriter<I> writer, Refusals refusals, WriterInitContext context) {
        return new Writer<>(
                (StatefulSinkWriter<I, S>) writer,
                (CommittingSinkWriter<I, C>) writer,
                refusals,
                barrierRecords.of(context.getTaskInfo()));
    }

    @Override
    public SimpleVersionedSerializer<S> getWriterStateSerializer() {
        return sink.getWriterStateSerializer();
    }

    @Override
    public Committer<C> createCommitter(CommitterInitContext context) throws IOException {
        return sink.createCommitter(context);
    }

    @Override
    public SimpleVersionedSerializer<C> getCommittableSerializer() {
        return sink.getCommittableSerializer();
    }

    @Override
    public void addPostCommitTopology(DataStream<CommittableMessage<C>> committables) {
        sink.addPostCommitTopology(committables);
    }

    private static final SinkWriter.Context NO_CONTEXT = new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public @Nullable Long timestamp() {
            return null;
        }
    };

    private record Writer<I, S, C>(
            StatefulSinkWriter<I, S> stateful,
            CommittingSinkWriter<I, C> committing,
            Refusals refusals,
            BarrierRecords<I> barrierRecords)
            implements StatefulSinkWriter<I, S>, CommittingSinkWriter<I, C> {
        @Override
        public void write(I record, Context context) throws IOException, InterruptedException {
            if (record instanceof SinkRecord sent) {
                refusals.sent(sent);
            }
            try {
                stateful.write(record, context);
            } catch (IOException | RuntimeException failed) {
                refusals.endFor(failed);
                throw failed;
            }
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            try {
                for (I record : barrierRecords.records()) {
                    stateful.write(record, NO_CONTEXT);
                }
                stateful.flush(endOfInput);
            } catch (IOException | RuntimeException failed) {
                refusals.endFor(failed);
                throw failed;
            }
            refusals.flushed();
        }

        @Override
        public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
            barrierRecords.advance(watermark.getTimestamp());
            stateful.writeWatermark(watermark);
        }

        @Override
        public List<S> snapshotState(long checkpointId) throws IOException {
            return stateful.snapshotState(checkpointId);
        }

        @Override
        public Collection<C> prepareCommit() throws IOException, InterruptedException {
            return committing.prepareCommit();
        }

        @Override
        public void close() throws Exception {
            try (barrierRecords) {
                stateful.close();
            }
        }
    }
}
