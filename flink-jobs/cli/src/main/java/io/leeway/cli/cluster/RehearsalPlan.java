package io.leeway.cli.cluster;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a rehearsal is asked to do.
 *
 * @param directory of the cluster and all else; what an earlier rehearsal left there is deleted
 * @param nextHome of the processes after the switch; null: the same
 * @param nextJar of the job after the switch; null: that of the home
 * @param playFor wall clock of the live phase; the switch begins in its middle
 * @param checkpointInterval wall clock; committed output is visible with checkpoints
 */
record RehearsalPlan(
        Path directory,
        @Nullable Path nextHome,
        @Nullable Path nextJar,
        Duration playFor,
        int shoppers,
        int historyDays,
        long seed,
        int parallelism,
        int nextParallelism,
        Duration checkpointInterval) {

    /** Half an hour, after which a session is over, passes in a second. */
    static final double SPEED = 1800;

    Duration simulatedLive() {
        return Duration.ofMillis(Math.round(playFor.toMillis() * SPEED));
    }
}
