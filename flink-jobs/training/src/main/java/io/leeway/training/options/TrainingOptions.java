package io.leeway.training.options;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a model is trained.
 *
 * @param seed of initial weights, shuffles and bootstrap
 * @param version the model's version, above 0; a folder below the name
 * @param models the folder that gets {@code <name>/<version>/}
 * @param search how many other hyperparameters are tried; the best on the validation rows counts
 * @param distil whether smaller variants are made too: a student, and the weights in fewer bits,
 *     each a model named after the first
 * @param command what made the model, for its card, without paths and the version
 */
public record TrainingOptions(
        long seed,
        long version,
        LabelOptions labels,
        Path models,
        TrainingBudget budget,
        Hyperparameters hyperparameters,
        int search,
        Optional<PrivacyOptions> privacy,
        boolean distil,
        String command) {
    /** What counts as coming back where a shop's events have purchases. */
    public static final String PURCHASE = "purchase";

    /** What counts as coming back where they have none. */
    public static final String ACTIVITY = "activity";

    /**
     * What labels say.
     *
     * @param returnEvent what counts as coming back: {@code purchase} or {@code activity}
     */
    public record LabelOptions(double horizonDays, String returnEvent, Map<String, Long> profile) {
        public LabelOptions {
            profile = Map.copyOf(profile);
            if (!(horizonDays > 0)) {
                throw new TrainingException(
                        "Expected a horizon above 0 days, found " + horizonDays + "; give another --horizon");
            }
            if (!returnEvent.equals(PURCHASE) && !returnEvent.equals(ACTIVITY)) {
                throw new TrainingException(
                        "Expected purchase or activity as what counts as coming back, found '" + returnEvent + "'");
            }
        }
    }

    public TrainingOptions {
        if (distil && privacy.isPresent()) {
            throw new TrainingException("Expected --distil or --dp-noise, found both; a student would learn from what"
                    + " the noise does not hide");
        }
        if (privacy.isPresent()
                && (search > 0
                        || hyperparameters.dropout() > 0
                        || hyperparameters.positiveWeight().orElse(0) != 1)) {
            throw new TrainingException("Expected --dp-noise without --search, --dropout and --class-weight, found one"
                    + " of them beside it; a private training has neither, and validation would look at shoppers"
                    + " without noise");
        }
        if (search < 0) {
            throw new TrainingException("Expected a search of 0 or more, found " + search + "; give another --search");
        }
        if (version < 1) {
            throw new TrainingException(
                    "Expected a version of 1 or more, found " + version + "; give another --version");
        }
    }

    /** Neither a search nor noise. */
    public TrainingOptions(
            long seed,
            long version,
            double horizonDays,
            String returnEvent,
            Map<String, Long> profile,
            Path models,
            TrainingBudget budget,
            Hyperparameters hyperparameters) {
        this(
                seed,
                version,
                new LabelOptions(horizonDays, returnEvent, profile),
                models,
                budget,
                hyperparameters,
                0,
                Optional.empty(),
                false,
                "io.leeway.training from Java, seed " + seed);
    }

    /** These with other hyperparameters, and without a search. */
    public TrainingOptions with(Hyperparameters others) {
        return new TrainingOptions(seed, version, labels, models, budget, others, 0, privacy, distil, command);
    }
}
