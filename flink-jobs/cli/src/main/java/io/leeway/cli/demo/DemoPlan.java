package io.leeway.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a demo is asked to do.
 *
 * @param playFor wall clock of the live phase
 * @param speed seconds of the shop's clock a second of wall clock; null: as the shop needs it
 * @param seed of the simulated shop, of training and of the failures
 * @param horizonDays how far ahead the models look; null: by the length of history
 * @param failEvery how often a failure is injected into the live phase; null: never
 * @param allowedLateness how far a live event may lie behind its arrival, event time
 * @param checkpointInterval wall clock
 */
record DemoPlan(
        Duration playFor,
        @Nullable Double speed,
        long seed,
        ShopSize size,
        DemoOutput output,
        @Nullable Dataset dataset,
        @Nullable Double horizonDays,
        @Nullable Duration failEvery,
        Duration allowedLateness,
        Duration checkpointInterval) {

    /** The gap that ends a session, as the rule book has it. */
    static final Duration SESSION_GAP = Duration.ofMinutes(30);

    /** Half an hour, after which a session is over, passes in a second. */
    static final double SIMULATED_SPEED = 1800;

    /**
     * Real data.
     *
     * @param cut where history ends and the replay begins; null: as the importer thinks best
     */
    record Dataset(Path folder, String format, @Nullable Instant cut) {}

    record ShopSize(int shoppers, int historyDays) {}

    /**
     * What a demo leaves.
     *
     * @param report where the audit's report goes as well; null: only into {@code out}
     */
    record DemoOutput(Path out, @Nullable Path report, boolean keep) {}

    Path out() {
        return output.out();
    }

    Duration simulatedLive() {
        double chosen = speed == null ? SIMULATED_SPEED : speed;
        return Duration.ofMillis(Math.round(playFor.toMillis() * chosen));
    }

    /**
     * The speed at which a live phase of that length is played: the one asked for, or what makes it
     * last {@link #playFor}.
     */
    double speedFor(Duration live) {
        if (speed != null) {
            return speed;
        }
        return Math.max(1, live.toMillis() / (double) playFor.toMillis());
    }
}
