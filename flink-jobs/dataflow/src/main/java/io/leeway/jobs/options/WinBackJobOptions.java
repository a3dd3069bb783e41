package io.leeway.jobs.options;

import io.leeway.decisions.winback.WinBackOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The win-back job's options.
 *
 * @param decider brokers and commits; the default transactional id is {@code leeway-win-back}
 * @param topic the live topic
 * @param upliftModel the file of a win-back model; null: treatments are drawn evenly
 * @param winBack how offers are decided
 */
public record WinBackJobOptions(
        DeciderOptions decider, String topic, @Nullable Path upliftModel, WinBackOptions winBack) {

    /** With defaults. */
    public static WinBackJobOptions of(DeciderOptions decider) {
        return new WinBackJobOptions(decider, JobSourceOptions.DEFAULTS.topic(), null, WinBackOptions.DEFAULTS);
    }
}
