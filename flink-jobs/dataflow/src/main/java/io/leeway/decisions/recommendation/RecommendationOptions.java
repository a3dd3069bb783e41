package io.leeway.decisions.recommendation;

import java.io.Serializable;
import java.time.Duration;

/**
 * How lists are made.
 *
 * @param perCategory items of one category at most on a list
 * @param tradeOff relevance against diversity, as {@link MaximalMarginalRelevance} has it
 * @param exploration the chance that a place of the list goes to a candidate drawn at random
 * @param interestWeight how much the predicted interest in an item's category counts beside the
 *     ranking model
 * @param categories how many of the predicted categories candidates come from
 * @param candidates items that one source hands on at most, of each item or category it is asked
 *     about
 * @param window event time in which counts are collected before lists know of them
 * @param halfLife after which what was counted counts half
 * @param newFor how long an item counts as new
 * @param forget after which nothing is known any more of a shopper, an item or a category without
 *     events
 */
public record RecommendationOptions(
        int items,
        int perCategory,
        double tradeOff,
        double exploration,
        long seed,
        double interestWeight,
        int categories,
        int candidates,
        Duration window,
        Duration halfLife,
        Duration newFor,
        Duration forget)
        implements Serializable {
    public static final RecommendationOptions DEFAULTS = new RecommendationOptions(
            10,
            4,
            0.95,
            0.03,
            7,
            1,
            6,
            60,
            Duration.ofHours(1),
            Duration.ofDays(14),
            Duration.ofDays(14),
            Duration.ofDays(180));

    public RecommendationOptions {
        if (items < 1 || perCategory < 1 || categories < 1 || candidates < 1) {
            throw new IllegalArgumentException(
                    "Expected a list, a category's part, categories and candidates of at least 1, found " + items + ", "
                            + perCategory + ", " + categories + " and " + candidates);
        }
        if (!(exploration >= 0 && exploration <= 1) || !(tradeOff >= 0 && tradeOff <= 1) || !(interestWeight >= 0)) {
            throw new IllegalArgumentException(
                    "Expected an exploration and a trade-off from 0 to 1 and an interest weight of at least 0, found "
                            + exploration + ", " + tradeOff + " and " + interestWeight);
        }
        if (window.toMillis() < 1000 || halfLife.compareTo(window) < 0 || forget.compareTo(halfLife) < 0) {
            throw new IllegalArgumentException(
                    "Expected a window of at least a second, a half-life no shorter and a time to forget no shorter than that, found "
                            + window + ", " + halfLife + " and " + forget);
        }
    }

    public RecommendationOptions withTradeOff(double other) {
        return with(other, exploration, interestWeight);
    }

    public RecommendationOptions withExploration(double other) {
        return with(tradeOff, other, interestWeight);
    }

    public RecommendationOptions withInterestWeight(double other) {
        return with(tradeOff, exploration, other);
    }

    private RecommendationOptions with(double otherTradeOff, double otherExploration, double otherWeight) {
        return new RecommendationOptions(
                items,
                perCategory,
                otherTradeOff,
                otherExploration,
                seed,
                otherWeight,
                categories,
                candidates,
                window,
                halfLife,
                newFor,
                forget);
    }

    /** The end of the window that an instant lies in: when lists first know of it. */
    long windowEnd(long timeMillis) {
        long length = window.toMillis();
        return (Math.floorDiv(timeMillis, length) + 1) * length;
    }
}
