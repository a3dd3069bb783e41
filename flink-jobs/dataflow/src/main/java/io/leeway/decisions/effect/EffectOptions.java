package io.leeway.decisions.effect;

import io.leeway.records.DecisionKind;
import java.io.Serializable;
import java.time.Duration;

/**
 * When something is judged.
 *
 * @param window as-of times that are judged together
 * @param clicks how long after a recommendation a click counts, and after an advertisement's
 *     impression
 * @param conversions how long after an advertisement a conversion counts: it is judged then
 * @param offers how long an offer is valid: a return counts
 * @param horizon the churn model's
 */
public record EffectOptions(Duration window, Duration clicks, Duration conversions, Duration offers, Duration horizon)
        implements Serializable {
    /** What suits most shops. */
    public static final EffectOptions DEFAULTS = new EffectOptions(
            Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(14), Duration.ofDays(28));

    public EffectOptions {
        for (Duration each : new Duration[] {window, clicks, conversions, offers, horizon}) {
            if (each.toMillis() < 1) {
                throw new IllegalArgumentException("Expected durations above zero, found " + each);
            }
        }
    }

    /** How long after its as-of time a decision of a kind is judged; never sooner. */
    long maturityMillis(DecisionKind kind) {
        return (switch (kind) {
                    case RECOMMENDATION -> clicks;
                    case AD -> conversions;
                    case OFFER -> offers;
                })
                .toMillis();
    }
}
