package io.leeway.jobs.options;

import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.PrivacyOptions;
import java.util.Optional;

/**
 * How weights are fitted.
 *
 * @param search how many other hyperparameters are tried, drawn by the seed
 * @param privacy of differentially private training; empty: none
 */
public record FittingOptions(Hyperparameters hyperparameters, int search, Optional<PrivacyOptions> privacy) {
    public static final FittingOptions DEFAULTS = new FittingOptions(Hyperparameters.defaults(), 0, Optional.empty());
}
