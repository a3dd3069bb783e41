package io.leeway.jobs.options;

import io.leeway.decisions.advertising.AdvertisingOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The advertising job's options.
 *
 * @param decider brokers and commits; the default transactional id is {@code leeway-advertise}
 * @param models the folder with {@code advertising/VERSION}; null: every impression is taken as a
 *     typical one
 * @param advertising how bids are decided
 */
public record AdvertisingJobOptions(
        DeciderOptions decider, @Nullable Path models, AdvertisingOptions advertising) {

    /** With defaults. */
    public static AdvertisingJobOptions of(DeciderOptions decider) {
        return new AdvertisingJobOptions(decider, null, AdvertisingOptions.DEFAULTS);
    }
}
