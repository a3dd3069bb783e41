package io.leeway.jobs.options;

import static java.util.Objects.requireNonNull;

import io.leeway.decisions.canary.GuardOptions;
import io.leeway.releases.trust.ReleaseTrust;
import io.leeway.topics.Topics;
import java.time.Duration;

/**
 * The guard's options.
 *
 * @param decider brokers and the checkpoint interval; the guard has no transactions
 * @param topic the live topic
 * @param releases the topic with releases
 * @param purchases whether only a purchase counts as coming back, as in the churn model; else any
 *     activity
 * @param guard when a canary is taken back
 * @param notice so long after the event time that scoring has reached a release takes effect
 * @param trust which releases count, and the key with which the guard signs
 */
public record GuardJobOptions(
        DeciderOptions decider,
        String topic,
        String releases,
        boolean purchases,
        GuardOptions guard,
        Duration notice,
        ReleaseTrust trust) {
    public static final Duration NOTICE = Duration.ofSeconds(30);

    public GuardJobOptions {
        requireNonNull(notice, "notice");
    }

    /** Where every release counts. */
    public GuardJobOptions(
            DeciderOptions decider,
            String topic,
            String releases,
            boolean purchases,
            GuardOptions guard,
            Duration notice) {
        this(decider, topic, releases, purchases, guard, notice, ReleaseTrust.OPEN);
    }

    /** With defaults but for the guard. */
    public static GuardJobOptions of(DeciderOptions decider, GuardOptions guard) {
        return new GuardJobOptions(decider, JobSourceOptions.DEFAULTS.topic(), Topics.RELEASES, true, guard, NOTICE);
    }
}
