package io.leeway.features;

import static java.util.Objects.requireNonNull;

import io.leeway.shopper.ProfileSettings;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * How training examples are made.
 *
 * @param settings the rule book's times
 * @param from as-of times begin here: before it, profiles only grow
 * @param until history ends here; a label whose horizon reaches further is unknown
 * @param churnHorizon how long a shopper has to stay away
 * @param interestHorizon how far ahead the next categories are looked for
 * @param purchaseReturns whether only a purchase counts as coming back; otherwise any activity does
 * @param sampleRate share of the requests that become examples, drawn by a hash of user and as-of time
 */
public record ExampleOptions(
        ProfileSettings settings,
        Instant from,
        Instant until,
        Duration churnHorizon,
        Duration interestHorizon,
        boolean purchaseReturns,
        double sampleRate)
        implements Serializable {
    public ExampleOptions {
        requireNonNull(settings, "settings");
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("Expected examples from before " + until + ", found " + from);
        }
        if (!(sampleRate > 0 && sampleRate <= 1)) {
            throw new IllegalArgumentException("Expected a sample rate in (0, 1], found " + sampleRate);
        }
    }
}
