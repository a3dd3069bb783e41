package io.leeway.decisions.canary;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a canary is taken back.
 *
 * @param window event time in which scores are collected before their distributions are compared
 * @param outcomeWindow the same of scores whose horizon has passed
 * @param stability the population stability index above which the canary's scores have left the
 *     active version's; 0.1 is commonly taken for a slight change, 0.25 for a great one
 * @param logLoss by how much the canary's mean log-loss may be above the active version's, in nats
 * @param leastUsers of each of the two; fewer are not judged
 * @param horizon how long a shopper has to stay away to count as gone: the churn model's
 */
public record GuardOptions(
        Duration window, Duration outcomeWindow, double stability, double logLoss, int leastUsers, Duration horizon)
        implements Serializable {
    public GuardOptions {
        if (window.toMillis() < 1 || outcomeWindow.toMillis() < 1 || horizon.toDays() < 1) {
            throw new IllegalArgumentException("Expected windows above zero and a horizon of at least a day, found "
                    + window + ", " + outcomeWindow + " and " + horizon);
        }
        if (!(stability > 0) || !(logLoss >= 0) || leastUsers < 2) {
            throw new IllegalArgumentException(
                    "Expected a stability index above 0, a log-loss of at least 0 and at least 2 users, found "
                            + stability + ", " + logLoss + " and " + leastUsers);
        }
    }

    /** What `leeway guard` takes by default. */
    public static GuardOptions of(Duration horizon) {
        return new GuardOptions(Duration.ofHours(1), Duration.ofDays(1), 0.2, 0.02, 200, horizon);
    }
}
