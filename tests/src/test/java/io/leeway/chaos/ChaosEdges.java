package io.leeway.chaos;

import io.leeway.jobs.PipelineHooks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

/** On every edge a function that passes everything on, and fails where a fault of the run is armed. The job runs in this JVM. */
record ChaosEdges(String run) implements PipelineHooks {
    private static final Map<String, Armed> RUNS = new ConcurrentHashMap<>();

    /** A fault that waits for its record or snapshot. */
    record Armed(ChaosFault fault, AtomicInteger left) {
        boolean isDone() {
            return left.get() <= 0;
        }
    }

    /** The next fault; one that has not struck is given up. */
    static Armed arm(String run, ChaosFault fault) {
        Armed armed = new Armed(fault, new AtomicInteger(fault.number()));
        RUNS.put(run, armed);
        return armed;
    }

    private static void strike(String run, String place, ChaosFault.Kind kind) {
        Armed armed = RUNS.get(run);
        if (armed != null
                && armed.fault().kind() == kind
                && armed.fault().place().equals(place)
                && armed.left().decrementAndGet() == 0) {
            throw new IllegalStateException("Planned failure of " + run + ": " + armed.fault());
        }
    }

    @Override
    public <T> DataStream<T> at(String place, DataStream<T> stream) {
        return stream.map(new Point<T>(run, place), stream.getType());
    }

    private static final class Point<T> extends RichMapFunction<T, T> implements CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        private final String run;
        private final String place;

        private Point(String run, String place) {
            this.run = run;
            this.place = place;
        }

        @Override
        public T map(T value) {
            strike(run, place, ChaosFault.Kind.RECORD);
            return value;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            strike(run, place, ChaosFault.Kind.SNAPSHOT);
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            // Keeps nothing.
        }
    }
}
