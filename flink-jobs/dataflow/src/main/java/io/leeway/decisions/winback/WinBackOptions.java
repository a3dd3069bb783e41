package io.leeway.decisions.winback;

import java.io.Serializable;
import java.time.Duration;

/**
 * How shoppers are won back.
 *
 * @param warnAt a shopper is at risk from this churn probability on
 * @param clearBelow and until it falls below this one
 * @param cooldown from an offer's end, by time or by the shopper's return, to the next decision on
 *     them
 * @param validity how long an offer is open, unless the shopper comes back before
 * @param controlShare share of shoppers to whom nothing is ever offered, so that the effect can be
 *     measured
 * @param exploration chance that a treatment is drawn evenly instead of chosen
 * @param budget what a window's offers may cost in all, in money, if all are taken up
 * @param window the budget's, in event time
 * @param anyActivity whether any activity counts as coming back; else only a purchase
 * @param forget a shopper without events for so long is forgotten
 * @param seed of what is left to chance
 */
public record WinBackOptions(
        double warnAt,
        double clearBelow,
        Duration cooldown,
        Duration validity,
        double controlShare,
        double exploration,
        double budget,
        Duration window,
        boolean anyActivity,
        Duration forget,
        long seed)
        implements Serializable {
    public static final WinBackOptions DEFAULTS = new WinBackOptions(
            0.6,
            0.4,
            Duration.ofDays(14),
            Duration.ofDays(14),
            0.1,
            0.05,
            1000,
            Duration.ofDays(7),
            false,
            Duration.ofDays(400),
            7);

    public WinBackOptions {
        require(
                0 < clearBelow && clearBelow <= warnAt && warnAt <= 1,
                "a probability to warn at in (0, 1], not below the one to clear at",
                warnAt + " and " + clearBelow);
        require(!validity.isNegative() && !validity.isZero(), "a validity above 0", validity);
        require(!cooldown.isNegative(), "a cooldown of at least 0", cooldown);
        require(0 <= controlShare && controlShare < 1, "a control share in [0, 1)", controlShare);
        require(0 <= exploration && exploration <= 1, "an exploration in [0, 1]", exploration);
        require(budget >= 0 && Double.isFinite(budget), "a budget of at least 0", budget);
        require(window.compareTo(Duration.ofMinutes(1)) >= 0, "a budget's window of at least PT1M", window);
        require(
                forget.compareTo(cooldown.plus(validity)) >= 0,
                "to forget after validity and cooldown, " + cooldown.plus(validity),
                forget);
    }

    private static void require(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException("Expected " + expected + ", found " + found);
        }
    }

    public WinBackOptions withBudget(double other) {
        return new WinBackOptions(
                warnAt,
                clearBelow,
                cooldown,
                validity,
                controlShare,
                exploration,
                other,
                window,
                anyActivity,
                forget,
                seed);
    }
}
