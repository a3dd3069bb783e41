package io.leeway.fault;

import io.leeway.fault.Fault.Moment;
import io.leeway.records.SinkRecord;
import java.io.IOException;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
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

/**
 * A sink whose committer fails by plan, just before or just after the real one commits. A function in front of the sink would not do: Flink tells the
 * committer first that a checkpoint is complete.
 */
public final class FaultyCommits<
                S,
                C,
                K extends
                        Sink<SinkRecord> & SupportsWriterState<SinkRecord, S> & SupportsCommitter<C>
                                & SupportsPostCommitTopology<C>>
        implements Sink<SinkRecord>,
                SupportsWriterState<SinkRecord, S>,
                SupportsCommitter<C>,
                SupportsPostCommitTopology<C> {
    private static final long serialVersionUID = 1L;

    private final String run;
    private final K sink;

    public FaultyCommits(String run, K sink) {
        this.run = run;
        this.sink = sink;
    }

    @Override
    public SinkWriter<SinkRecord> createWriter(WriterInitContext context) throws IOException {
        return sink.createWriter(context);
    }

    @Override
    public StatefulSinkWriter<SinkRecord, S> restoreWriter(WriterInitContext context, Collection<S> states)
            throws IOException {
        return sink.restoreWriter(context, states);
    }

    @Override
    public SimpleVersionedSerializer<S> getWriterStateSerializer() {
        return sink.getWriterStateSerializer();
    }

    @Override
    public Committer<C> createCommitter(CommitterInitContext context) throws IOException {
        int subtask = context.getTaskInfo().getIndexOfThisSubtask();
        int attempt = context.getTaskInfo().getAttemptNumber();
        FaultPlan plan = FaultPlan.named(run);
        Committer<C> committer = sink.createCommitter(context);
        return new Committer<>() {
            @Override
            public void commit(Collection<CommitRequest<C>> requests) throws IOException, InterruptedException {
                if (!requests.isEmpty()) {
                    plan.commit(subtask, attempt, Moment.BEFORE_COMMIT);
                }
                committer.commit(requests);
                if (!requests.isEmpty()) {
                    plan.commit(subtask, attempt, Moment.AFTER_COMMIT);
                }
            }

            @Override
            public void close() throws Exception {
                committer.close();
            }
        };
    }

    @Override
    public SimpleVersionedSerializer<C> getCommittableSerializer() {
        return sink.getCommittableSerializer();
    }

    @Override
    public void addPostCommitTopology(DataStream<CommittableMessage<C>> committables) {
        sink.addPostCommitTopology(committables);
    }
}
