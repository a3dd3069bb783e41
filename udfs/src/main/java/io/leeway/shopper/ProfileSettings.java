package io.leeway.shopper;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The bounds and times of the rule book that a shop may set. Sizes are fixed, since models are
 * trained on them.
 *
 * @param sessionGap silence that ends a session
 * @param window width of the fixed windows at whose end an active shopper is scored
 * @param silences times after the last activity at which a silent shopper is scored again, rising
 * @param duplicateHorizon how far back in event time an event id is remembered
 * @param eraseMemory how long the instant of an erasure is kept, so that replayed events stay away
 * @param retention after how much event time without any event a shopper is forgotten; longer than
 *     the last silence
 * @param longHalfLife of the long-term interest
 * @param shortHalfLife of the short-term interest
 * @param eventsPerHour how many events of one shopper are applied within an hour of event time;
 *     the rest are too many
 */
public record ProfileSettings(
        Duration sessionGap,
        Duration window,
        List<Duration> silences,
        Duration duplicateHorizon,
        Duration eraseMemory,
        Duration retention,
        Duration longHalfLife,
        Duration shortHalfLife,
        int eventsPerHour)
        implements Serializable {
    public static final ProfileSettings DEFAULTS = new ProfileSettings(
            Duration.ofMinutes(30),
            Duration.ofMinutes(60),
            List.of(Duration.ofDays(7), Duration.ofDays(14), Duration.ofDays(28), Duration.ofDays(56)),
            Duration.ofHours(6),
            Duration.ofDays(7),
            Duration.ofDays(400),
            Duration.ofDays(30),
            Duration.ofDays(3),
            10_000);

    public ProfileSettings {
        silences = List.copyOf(silences);
        for (Duration each :
                List.of(sessionGap, window, duplicateHorizon, eraseMemory, retention, longHalfLife, shortHalfLife)) {
            if (each.toMillis() <= 0) {
                throw new IllegalArgumentException("Expected a time above zero, found " + each);
            }
        }
        if (eventsPerHour <= 0) {
            throw new IllegalArgumentException("Expected a limit of events above zero, found " + eventsPerHour);
        }
        Duration before = Duration.ZERO;
        for (Duration silence : silences) {
            if (silence.compareTo(before) <= 0 || silence.compareTo(retention) >= 0) {
                throw new IllegalArgumentException("Expected silences that rise and end before the retention of "
                        + retention + ", found " + silences);
            }
            before = silence;
        }
    }

    /** The same with another limit. */
    public ProfileSettings withEventsPerHour(int other) {
        return new ProfileSettings(
                sessionGap,
                window,
                silences,
                duplicateHorizon,
                eraseMemory,
                retention,
                longHalfLife,
                shortHalfLife,
                other);
    }

    /** The settings on which a feature's values depend: what a model's manifest must agree with. */
    public Map<String, Long> featureSettings() {
        return Map.of("longHalfLifeMillis", longHalfLife.toMillis(), "shortHalfLifeMillis", shortHalfLife.toMillis());
    }
}
