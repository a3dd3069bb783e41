package io.leeway.decisions.advertising;

import java.io.Serializable;
import java.time.Duration;

/**
 * How advertising decides.
 *
 * @param leastDrift scores with less drift ask for nothing
 * @param leastGain a category that gains less than that is none that the interest moves to
 * @param explore the share of bids whose hour and channel are drawn alike from all; in (0, 1], so
 *     that each choice has a probability
 * @param temperature the softmax's over the bandit's scores, in click probability; above 0
 * @param optimism of the bandit: how many standard deviations an arm is thought better than known
 * @param mostMultiplier the most that pacing multiplies an expected value by: 1 never bids more
 *     than it is worth
 * @param fixedBid the bid instead of the expected value; NaN for the expected value. For
 *     comparisons
 * @param window how long measures add up
 * @param validity how long after its hour a bid may be taken up, and an impression be reported with
 *     an event time of
 * @param conversionHorizon how long after its impression a conversion counts
 */
public record AdvertisingOptions(
        double leastDrift,
        double leastGain,
        double explore,
        double temperature,
        double optimism,
        double mostMultiplier,
        double fixedBid,
        Duration window,
        Duration validity,
        Duration conversionHorizon,
        long seed)
        implements Serializable {
    /** What suits most. */
    public static final AdvertisingOptions DEFAULTS = new AdvertisingOptions(
            0.2, 0.02, 0.1, 0.01, 0.2, 1, Double.NaN, Duration.ofDays(1), Duration.ofHours(1), Duration.ofDays(3), 7);

    public AdvertisingOptions {
        if (!(explore > 0 && explore <= 1 && temperature > 0 && optimism >= 0 && mostMultiplier > 0)) {
            throw new IllegalArgumentException(
                    "Expected a share to explore in (0, 1], a temperature and a multiplier above 0 and an optimism of at least 0, found "
                            + explore + ", " + temperature + ", " + mostMultiplier + " and " + optimism);
        }
        if (window.toMillis() < 1 || validity.toMillis() < 1 || conversionHorizon.isNegative()) {
            throw new IllegalArgumentException("Expected a window, a validity and a horizon above 0, found " + window
                    + ", " + validity + " and " + conversionHorizon);
        }
    }

    public AdvertisingOptions withSeed(long other) {
        return with(explore, fixedBid, validity, other);
    }

    public AdvertisingOptions withValidity(Duration other) {
        return with(explore, fixedBid, other, seed);
    }

    /** The rule to compare with: one bid for all, and hour and channel drawn alike. */
    public AdvertisingOptions withFixedBid(double bid) {
        return with(1, bid, validity, seed);
    }

    public AdvertisingOptions withExplore(double share) {
        return with(share, fixedBid, validity, seed);
    }

    private AdvertisingOptions with(double share, double bid, Duration otherValidity, long otherSeed) {
        return new AdvertisingOptions(
                leastDrift,
                leastGain,
                share,
                temperature,
                optimism,
                mostMultiplier,
                bid,
                window,
                otherValidity,
                conversionHorizon,
                otherSeed);
    }
}
