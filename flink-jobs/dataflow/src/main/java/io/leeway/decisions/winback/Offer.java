package io.leeway.decisions.winback;

import io.leeway.records.Treatment;

/**
 * What was decided.
 *
 * @param warning of whom, and why
 * @param propensity with which it would have been, all chance considered
 * @param predicted the probability of coming back that the model gives to it; NaN without a model
 * @param uplift the margin that the model expects it to bring over doing nothing; NaN without a
 *     model
 * @param price of a unit of the budget at that moment, in margin
 * @param model the model's name; empty without one
 */
public record Offer(
        Warning warning,
        Treatment treatment,
        double propensity,
        double predicted,
        double uplift,
        double price,
        String model,
        long version,
        String digest) {}
