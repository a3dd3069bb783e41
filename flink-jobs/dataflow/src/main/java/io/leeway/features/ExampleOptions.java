package io.leeway.features;

import static java.util.Objects.requireNonNull;

import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.Task;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How training examples are made.
 *
 * @param tasks what is asked at each as-of time
 * @param until history ends here; a label whose horizon reaches further is unknown
 * @param churnHorizon how long a shopper has to stay away
 * @param interestHorizon how far ahead the next categories are looked for
 * @param purchaseReturns whether only a purchase counts as coming back; otherwise any activity does
 */
public record ExampleOptions(
        ProfileSettings settings,
        List<Task> tasks,
        AsOf asOf,
        Instant until,
        Duration churnHorizon,
        Duration interestHorizon,
        boolean purchaseReturns)
        implements Serializable {
    public ExampleOptions {
        requireNonNull(settings, "settings");
        tasks = new ArrayList<>(tasks);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("Expected a task to make examples for, found none");
        }
        if (asOf instanceof AsOf.Requests requests && !requests.from().isBefore(until)) {
            throw new IllegalArgumentException("Expected examples from before " + until + ", found " + requests.from());
        }
        if (asOf instanceof AsOf.Cuts cuts
                && cuts.instants().get(cuts.instants().size() - 1).isAfter(until)) {
            throw new IllegalArgumentException("Expected cuts up to " + until + ", found " + cuts.instants());
        }
    }

    /** Examples of all tasks, as of a share of serving's requests from {@code from} on. */
    public ExampleOptions(
            ProfileSettings settings,
            Instant from,
            Instant until,
            Duration churnHorizon,
            Duration interestHorizon,
            boolean purchaseReturns,
            double sampleRate) {
        this(
                settings,
                List.of(Task.values()),
                new AsOf.Requests(from, sampleRate),
                until,
                churnHorizon,
                interestHorizon,
                purchaseReturns);
    }
}
