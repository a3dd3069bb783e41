package io.leeway.decisions.advertising;

import io.leeway.decisions.advertising.AdFeatures.Interest;

/**
 * A shopper whose interest moves to what a campaign advertises.
 *
 * @param id the decision's that may come of it
 */
public record AdRequest(String id, String campaign, String userId, long asOfMillis, String scoreId, Interest interest) {
    /** The request of a score for a campaign; its id is a function of the three. */
    public static AdRequest of(String campaign, String userId, long asOfMillis, String scoreId, Interest interest) {
        return new AdRequest(
                AdIds.decision(campaign, userId, asOfMillis), campaign, userId, asOfMillis, scoreId, interest);
    }
}
