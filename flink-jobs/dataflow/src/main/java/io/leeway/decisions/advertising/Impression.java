package io.leeway.decisions.advertising;

/**
 * An impression that a shopper has, or may have, of a campaign.
 *
 * @param atMillis when it was shown, or is to be
 * @param validUntilMillis when it is forgotten unless it was shown
 */
record Impression(String decisionId, long atMillis, long validUntilMillis, boolean shown) {}
