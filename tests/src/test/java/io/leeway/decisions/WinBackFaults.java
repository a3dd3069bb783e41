package io.leeway.decisions;

import io.leeway.jobs.Edges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Failures at random on every edge of the job: at a record, while state is written, or when a checkpoint is complete and commits are under way. One an attempt. The job runs in this
 * JVM; its functions find their plan by the run's name.
 */
final class WinBackFaults {
    private static final Map<String, WinBackFaults> RUNS = new ConcurrentHashMap<>();
    private static final List<String> PLACES = List.of(Edges.SOURCE, Edges.FEATURES, Edges.SCORING, Edges.SINK);

    private enum Moment {
        RECORD,
        SNAPSHOT,
        COMPLETE
    }

    private record Fault(String place, Moment moment, int checkpoints, int countdown) {}

    private final List<Fault> faults = new ArrayList<>();
    private final List<String> happened = new ArrayList<>();
    private int attempt;
    private int completed;
    private int left;

    private WinBackFaults(int failures, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < failures; i++) {
            Moment moment = Moment.values()[i % Moment.values().length];
            String place = PLACES.get(random.nextInt(PLACES.size()));
            // Few warnings lie between two checkpoints, and many actions.
            int most = moment == Moment.RECORD ? (place.equals(Edges.SOURCE) ? 120 : 4) : 1;
            faults.add(new Fault(place, moment, 1 + random.nextInt(2), 1 + random.nextInt(most)));
        }
        arm();
    }

    static WinBackFaults plan(String run, int failures, long seed) {
        WinBackFaults faults = new WinBackFaults(failures, seed);
        RUNS.put(run, faults);
        return faults;
    }

    static Edges edges(String run) {
        return new FailingEdges(run);
    }

    synchronized List<String> happened() {
        return List.copyOf(happened);
    }

    private void arm() {
        completed = 0;
        left = attempt < faults.size() ? faults.get(attempt).countdown() : 0;
    }

    private synchronized void opened(int ofAttempt) {
        if (ofAttempt > attempt) {
            attempt = ofAttempt;
            arm();
        }
    }

    private synchronized void completed(int ofAttempt) {
        completed += ofAttempt == attempt ? 1 : 0;
    }

    private synchronized void strike(String place, Moment moment, int ofAttempt) {
        if (ofAttempt != attempt || happened.size() != attempt || attempt >= faults.size()) {
            return;
        }
        Fault fault = faults.get(attempt);
        if (fault.place().equals(place)
                && fault.moment() == moment
                && completed >= fault.checkpoints()
                && --left <= 0) {
            happened.add(fault.toString());
            throw new IllegalStateException("Planned failure " + happened.size() + ": " + fault);
        }
    }

    private record FailingEdges(String run) implements Edges {
        @Override
        public <T> DataStream<T> at(String place, DataStream<T> stream) {
            return stream.map(new Point<T>(run, place), stream.getType()).name("edge-" + place);
        }
    }

    private static final class Point<T> extends RichMapFunction<T, T>
            implements CheckpointedFunction, CheckpointListener {
        private static final long serialVersionUID = 1L;

        private final String run;
        private final String place;
        private transient WinBackFaults faults;
        private transient int attempt;

        @SuppressWarnings("NullAway.Init") // Flink initialises before anything else.
        private Point(String run, String place) {
            this.run = run;
            this.place = place;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            WinBackFaults planned = RUNS.get(run);
            if (planned == null) {
                throw new IllegalStateException("Expected a plan for " + run + " in this JVM, found none");
            }
            faults = planned;
            attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
        }

        @Override
        public void open(OpenContext context) {
            faults.opened(attempt);
        }

        @Override
        public T map(T value) {
            faults.strike(place, Moment.RECORD, attempt);
            return value;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            faults.strike(place, Moment.SNAPSHOT, attempt);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            if (place.equals(Edges.SINK)) {
                faults.completed(attempt);
            }
            faults.strike(place, Moment.COMPLETE, attempt);
        }
    }
}
