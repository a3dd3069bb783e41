package io.leeway.sql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.types.Row;

/** Passes rows of (event id, shopper, event time, is backfill) on, and fails as its run's plan says: each failure once, one after the other. */
final class Disturbance extends RichMapFunction<Row, Row> implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Plan> PLANS = new ConcurrentHashMap<>();

    private final String run;

    Disturbance(String run) {
        this.run = run;
    }

    /** Where a failure happens. */
    enum Place {
        HISTORY,
        LAST_OF_HISTORY,
        SNAPSHOT_NEAR_THE_SEAM,
        LIVE,
        SNAPSHOT_LIVE
    }

    /** The failures of a run that are still to come. Thread-safe. */
    static final class Plan {
        private final List<Place> left;
        private final Random random;
        private Place reached = Place.HISTORY;
        private int countdown;
        private int failures;

        private Plan(long seed) {
            random = new Random(seed);
            left = new ArrayList<>(List.of(Place.values()));
            countdown = 1 + random.nextInt(900);
        }

        static Plan of(String run, long seed) {
            Plan plan = new Plan(seed);
            PLANS.put(run, plan);
            return plan;
        }

        private synchronized void at(Place place) {
            if (left.isEmpty() || left.get(0) != place || --countdown > 0) {
                return;
            }
            left.remove(0);
            countdown = 1 + random.nextInt(left.isEmpty() || left.get(0).name().startsWith("SNAPSHOT") ? 3 : 40);
            failures++;
            throw new IllegalStateException("Failure on purpose: " + place);
        }

        private synchronized void reach(Place place) {
            reached = place;
        }

        private synchronized Place reached() {
            return reached;
        }

        synchronized int failures() {
            return failures;
        }

        synchronized List<Place> toCome() {
            return List.copyOf(left);
        }
    }

    @Override
    public Row map(Row row) {
        Plan plan = PLANS.get(run);
        long before = SeamInput.SEAM.toEpochMilli() - ((java.time.Instant) row.getField(2)).toEpochMilli();
        Place place = before <= 0
                ? Place.LIVE
                : before < Duration.ofHours(20).toMillis() ? Place.LAST_OF_HISTORY : Place.HISTORY;
        plan.reach(place);
        plan.at(place);
        return row;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {
        // Nothing is kept.
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        Plan plan = PLANS.get(run);
        switch (plan.reached()) {
            case LAST_OF_HISTORY -> plan.at(Place.SNAPSHOT_NEAR_THE_SEAM);
            case LIVE -> {
                // Where history ended before the checkpoint that was to fail, the first behind the seam is as near to
                // it.
                plan.at(Place.SNAPSHOT_NEAR_THE_SEAM);
                plan.at(Place.SNAPSHOT_LIVE);
            }
            default -> {}
        }
    }
}
