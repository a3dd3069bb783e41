package io.leeway.chaos;

import io.leeway.jobs.PipelineHooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A fault of the process, which strikes the disturbed run alone.
 *
 * @param place an edge of the scoring job, where the kind has one; else empty
 * @param checkpoints how many have to complete after the fault before
 * @param number which record or snapshot at the place it is; which TaskManager dies; the new parallelism
 */
record ChaosFault(Kind kind, String place, int checkpoints, int number) {
    /** What goes wrong. */
    enum Kind {
        /** A task fails at a record. */
        RECORD,
        /** A task fails while state is written for a checkpoint. */
        SNAPSHOT,
        /** A TaskManager dies, and another comes. */
        TASK_MANAGER,
        /** The broker restarts. */
        BROKER,
        /** The scoring job is stopped with a savepoint and continues with another parallelism. */
        RESCALE,
        /** A decision job is stopped with a savepoint and continues from it. */
        DECIDER
    }

    private static final int FAULTS = 8;
    private static final List<String> PLACES =
            List.of(PipelineHooks.SOURCE, PipelineHooks.FEATURES, PipelineHooks.SCORING, PipelineHooks.SINK);

    /** Those of a seed, always alike. */
    static List<ChaosFault> draw(long seed) {
        Random random = new Random(seed * 7_919 + 11);
        List<ChaosFault> faults = new ArrayList<>();
        for (int i = 0; i < FAULTS; i++) {
            int kind = random.nextInt(20);
            int checkpoints = random.nextInt(3);
            String place = PLACES.get(random.nextInt(PLACES.size()));
            if (kind < 7) {
                faults.add(new ChaosFault(Kind.RECORD, place, checkpoints, 1 + random.nextInt(500)));
            } else if (kind < 11) {
                faults.add(new ChaosFault(Kind.SNAPSHOT, place, checkpoints, 1 + random.nextInt(2)));
            } else if (kind < 15) {
                faults.add(new ChaosFault(Kind.TASK_MANAGER, "", checkpoints, random.nextInt(ChaosCluster.MANAGERS)));
            } else if (kind < 16) {
                faults.add(new ChaosFault(Kind.BROKER, "", checkpoints, 0));
            } else if (kind < 18) {
                faults.add(new ChaosFault(Kind.RESCALE, "", checkpoints, 1 + random.nextInt(3)));
            } else {
                faults.add(new ChaosFault(Kind.DECIDER, "", checkpoints, random.nextInt(2)));
            }
        }
        return faults;
    }
}
