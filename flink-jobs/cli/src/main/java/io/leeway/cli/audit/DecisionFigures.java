package io.leeway.cli.audit;

/**
 * What was counted of one campaign, treatment, or source of recommendations.
 *
 * @param decided bids, offers, recommended items
 * @param impressions that were seen; of advertisements those that were won
 * @param conversions bought or redeemed
 * @param returns shoppers who came back
 * @param value what conversions and returns brought
 */
public record DecisionFigures(
        long decided, long impressions, long clicks, long conversions, long returns, double cost, double value) {}
