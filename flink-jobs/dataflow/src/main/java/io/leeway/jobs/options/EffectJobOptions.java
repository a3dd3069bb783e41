package io.leeway.jobs.options;

import io.leeway.decisions.effect.EffectOptions;
import org.jspecify.annotations.Nullable;

/**
 * The effect job's options.
 *
 * @param decider brokers and commits; the default transactional id is {@code leeway-effect}
 * @param topic the live topic
 * @param purchases whether only a purchase counts as coming back, as in the churn model; else any
 *     activity
 * @param effects when something is judged
 * @param releases the topic with releases, whose canaries are watched too; null: they are not
 */
public record EffectJobOptions(
        DeciderOptions decider,
        String topic,
        boolean purchases,
        EffectOptions effects,
        @Nullable String releases) {

    /** With defaults. */
    public static EffectJobOptions of(DeciderOptions decider) {
        return new EffectJobOptions(decider, JobSourceOptions.DEFAULTS.topic(), true, EffectOptions.DEFAULTS, null);
    }
}
