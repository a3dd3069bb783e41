package io.leeway.records;

/**
 * An item that may stand on a shopper's list, and why.
 *
 * @param category its category's path
 * @param source what brought it, {@code cart}, {@code co-visited}, {@code popular} or {@code new};
 *     of several the one that weighs most
 * @param reason why, in words for the shopper
 * @param weight what all sources together give it, above 0: how it is ranked where no model does
 * @param interest the predicted share of the shopper's interest in its category, in [0, 1]
 */
public record Candidate(String item, String category, String source, String reason, double weight, double interest) {}
