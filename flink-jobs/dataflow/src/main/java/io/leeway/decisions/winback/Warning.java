package io.leeway.decisions.winback;

import io.leeway.decisions.Chance;
import io.leeway.shopper.Reason;

/**
 * A shopper is about to leave, and something is to be decided; or what was decided of them is to be
 * erased.
 *
 * @param asOfMillis event time
 * @param features what a model is asked
 * @param movesTo the category that the interest moves to; empty where none is known
 * @param control whether the shopper is held out
 * @param erased whether this is a notice of erasure instead
 */
public record Warning(
        String id,
        String userId,
        long asOfMillis,
        String scoreId,
        double probability,
        double[] features,
        String movesTo,
        Reason[] reasons,
        boolean control,
        boolean erased) {
    private static final Reason[] NO_REASONS = {};

    static Warning erasure(String userId, long asOfMillis) {
        return new Warning("", userId, asOfMillis, "", 0, new double[0], "", NO_REASONS, false, true);
    }

    /** Whether a shopper is held out: for ever, by their name alone. */
    public static boolean control(String userId, WinBackOptions options) {
        return Chance.of(options.seed(), "control " + userId, 0) < options.controlShare();
    }
}
