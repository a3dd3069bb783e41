package io.leeway.fault;

import io.leeway.jobs.PipelineHooks;
import io.leeway.records.FeatureVector;
import io.leeway.records.SinkRecord;
import io.leeway.records.SourceRecord;
import io.leeway.records.scores.ScoreUpdate;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

/** On every edge a function that passes everything on, and asks the plan at every record and checkpoint whether to fail. */
public record FaultEdges(String run) implements PipelineHooks {
    @Override
    public <T> DataStream<T> at(String place, DataStream<T> stream) {
        return stream.map(new Point<T>(run, place), stream.getType()).name("edge-" + place);
    }

    private static final class Point<T> extends RichMapFunction<T, T>
            implements CheckpointedFunction, CheckpointListener {
        private static final long serialVersionUID = 1L;

        private final String run;
        private final String place;
        private transient FaultPlan plan;
        private transient int subtask;
        private transient int attempt;

        @SuppressWarnings("NullAway.Init") // Flink initialises before anything else.
        private Point(String run, String place) {
            this.run = run;
            this.place = place;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            plan = FaultPlan.named(run);
            subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
            attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
        }

        @Override
        public void open(OpenContext context) {
            plan.opened(attempt);
        }

        @Override
        public T map(T value) {
            boolean live = value instanceof SourceRecord arrival && arrival.live();
            plan.record(place, subtask, attempt, timeOf(value), live);
            return value;
        }

        private static long timeOf(Object value) {
            if (value instanceof SourceRecord arrival) {
                return arrival.eventTimeMillis();
            }
            if (value instanceof FeatureVector vector) {
                return vector.asOfMillis();
            }
            if (value instanceof ScoreUpdate score) {
                return score.asOfMillis();
            }
            // What decisions hand on is not told apart by phases.
            return value instanceof SinkRecord outgoing ? outgoing.eventTimeMillis() : 0;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            plan.snapshot(place, subtask, attempt, context.getCheckpointId());
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            if (place.equals(SOURCE)) {
                plan.completed(checkpointId, attempt);
            }
        }
    }
}
