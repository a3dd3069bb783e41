package io.leeway.training;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;

/**
 * What training is told.
 *
 * @param seed of initial weights, shuffles and bootstrap
 * @param version the model's version, above 0; a folder below the name
 * @param horizonDays how far ahead the labels look, in days
 * @param returnEvent what counts as coming back: {@code purchase} or {@code activity}
 * @param profile the profile's settings, by name, as they go into the manifest
 * @param models the folder that gets {@code <name>/<version>/}
 * @param budget how much work training may be
 * @param hyperparameters how weights are fitted
 */
public record TrainingOptions(
        long seed,
        long version,
        double horizonDays,
        String returnEvent,
        Map<String, Long> profile,
        Path models,
        Budget budget,
        Hyperparameters hyperparameters) {

    /** What counts as coming back where a shop's events have purchases. */
    public static final String PURCHASE = "purchase";

    /** What counts as coming back where they have none. */
    public static final String ACTIVITY = "activity";

    public TrainingOptions {
        requireNonNull(models, "models");
        profile = Map.copyOf(profile);
        if (version < 1) {
            throw new TrainingException(
                    "Expected a version of 1 or more, found " + version + "; give another --version");
        }
        if (!(horizonDays > 0)) {
            throw new TrainingException(
                    "Expected a horizon above 0 days, found " + horizonDays + "; give another --horizon");
        }
        if (!returnEvent.equals(PURCHASE) && !returnEvent.equals(ACTIVITY)) {
            throw new TrainingException(
                    "Expected purchase or activity as what counts as coming back, found '" + returnEvent + "'");
        }
    }

    /** The defaults' hyperparameters. */
    public TrainingOptions(
            long seed,
            long version,
            double horizonDays,
            String returnEvent,
            Map<String, Long> profile,
            Path models,
            Budget budget) {
        this(seed, version, horizonDays, returnEvent, profile, models, budget, Hyperparameters.defaults());
    }

    /** The defaults' budget and hyperparameters. */
    public TrainingOptions(
            long seed, long version, double horizonDays, String returnEvent, Map<String, Long> profile, Path models) {
        this(seed, version, horizonDays, returnEvent, profile, models, Budget.defaults());
    }
}
