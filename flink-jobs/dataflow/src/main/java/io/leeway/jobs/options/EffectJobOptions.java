package io.leeway.jobs.options;

import io.leeway.decisions.effect.EffectOptions;
import io.leeway.releases.trust.ReleaseTrust;
import io.leeway.topics.Topics;
import java.util.List;
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
 * @param decisions topics of decisions, without prefix: those whose jobs run
 * @param trust which releases count, and the key with which retirements are signed
 */
public record EffectJobOptions(
        DeciderOptions decider,
        String topic,
        boolean purchases,
        EffectOptions effects,
        @Nullable String releases,
        List<String> decisions,
        ReleaseTrust trust) {

    public EffectJobOptions {
        decisions = List.copyOf(decisions);
        if (decisions.isEmpty() || !Topics.DECISIONS.containsAll(decisions)) {
            throw new IllegalArgumentException("Expected decisions of " + Topics.DECISIONS + ", found " + decisions);
        }
    }

    /** With all decisions; every release counts. */
    public EffectJobOptions(
            DeciderOptions decider, String topic, boolean purchases, EffectOptions effects, @Nullable String releases) {
        this(decider, topic, purchases, effects, releases, Topics.DECISIONS, ReleaseTrust.OPEN);
    }

    /** With defaults. */
    public static EffectJobOptions of(DeciderOptions decider) {
        return new EffectJobOptions(decider, JobSourceOptions.DEFAULTS.topic(), true, EffectOptions.DEFAULTS, null);
    }
}
