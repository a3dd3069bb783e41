package io.leeway.decisions.canary;

import io.leeway.estimators.StabilityIndex;
import io.leeway.records.Retirement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether figures are reason enough to take a canary back. */
final class CanaryVerdicts {
    private static final double STANDARD_ERRORS = 2;

    private CanaryVerdicts() {}

    static Optional<Retirement> byDistribution(
            GuardOptions options, String model, long version, Map<Long, long[]> counts, long endMillis) {
        long[] active = counts.getOrDefault(ScoreCounts.ACTIVE, new long[StabilityIndex.BINS]);
        long[] canary = counts.getOrDefault(version, new long[StabilityIndex.BINS]);
        long actives = Arrays.stream(active).sum();
        long canaries = Arrays.stream(canary).sum();
        if (actives < options.leastUsers() || canaries < options.leastUsers()) {
            return Optional.empty();
        }
        double index = StabilityIndex.of(active, canary);
        if (index <= options.stability()) {
            return Optional.empty();
        }
        return Optional.of(new Retirement(
                model,
                version,
                String.format(
                        Locale.ROOT,
                        "taken back by the guard: its scores left the active version's, stability index %.3f above %.3f, %d users against %d in %s to %s",
                        index,
                        options.stability(),
                        canaries,
                        actives,
                        options.window(),
                        Instant.ofEpochMilli(endMillis)),
                endMillis));
    }

    /** By outcomes: the difference of means must exceed the margin and two standard errors. */
    static Optional<Retirement> byOutcome(
            GuardOptions options, String model, long version, Map<Long, double[]> sums, long endMillis) {
        double[] active = sums.getOrDefault(ScoreCounts.ACTIVE, new double[3]);
        double[] canary = sums.getOrDefault(version, new double[3]);
        if (active[0] < options.leastUsers() || canary[0] < options.leastUsers()) {
            return Optional.empty();
        }
        double difference = canary[1] / canary[0] - active[1] / active[0];
        double error = Math.sqrt(squaredError(active) + squaredError(canary));
        if (difference <= options.logLoss() || difference <= STANDARD_ERRORS * error) {
            return Optional.empty();
        }
        return Optional.of(new Retirement(
                model,
                version,
                String.format(
                        Locale.ROOT,
                        "taken back by the guard: its log-loss %.3f is worse than the active version's %.3f by %.3f ± %.3f, allowed %.3f, %.0f users against %.0f to %s",
                        canary[1] / canary[0],
                        active[1] / active[0],
                        difference,
                        STANDARD_ERRORS * error,
                        options.logLoss(),
                        canary[0],
                        active[0],
                        Instant.ofEpochMilli(endMillis)),
                endMillis));
    }

    /** Of the mean. */
    private static double squaredError(double[] sums) {
        double mean = sums[1] / sums[0];
        return Math.max(0, sums[2] / sums[0] - mean * mean) / (sums[0] - 1);
    }
}
