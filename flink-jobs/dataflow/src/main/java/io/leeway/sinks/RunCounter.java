package io.leeway.sinks;

import io.leeway.records.SinkRecord;
import io.leeway.topics.RunCount;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts what a subtask hands to the sink, and adds a {@link RunCount} behind the last record.
 *
 * <p>Keeps the count in state, so that it is of all attempts of the run. A run that begins at
 * another run's checkpoint counts from zero: those records have the other run's name.
 */
final class RunCounter extends AbstractStreamOperator<SinkRecord>
        implements OneInputStreamOperator<SinkRecord, SinkRecord>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final String run;
    private transient ListState<Tuple2<String, Long>> state;
    private transient long records;

    @SuppressWarnings("NullAway.Init") // Flink initialises before anything else.
    RunCounter(StreamOperatorParameters<SinkRecord> parameters, String run) {
        super(parameters);
        this.run = run;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        state = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("records", Types.TUPLE(Types.STRING, Types.LONG)));
        for (Tuple2<String, Long> each : state.get()) {
            records += each.f0.equals(run) ? each.f1 : 0;
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        state.clear();
        state.add(Tuple2.of(run, records));
    }

    @Override
    public void processElement(StreamRecord<SinkRecord> element) {
        records++;
        output.collect(element);
    }

    @Override
    public void endInput() {
        var task = getRuntimeContext().getTaskInfo();
        RunCount count = new RunCount(run, task.getIndexOfThisSubtask(), task.getNumberOfParallelSubtasks(), records);
        output.collect(new StreamRecord<>(count.toSinkRecord()));
    }
}
