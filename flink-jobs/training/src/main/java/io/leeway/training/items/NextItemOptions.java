package io.leeway.training.items;

import io.leeway.model.answers.ItemRanking;

/**
 * How a next-item model is made.
 *
 * @param heads of attention; they divide the width
 * @param dropout the share of numbers that training leaves out
 * @param weightDecay the share of a matrix that goes at learning rate 1
 * @param positions how many next items a step asks about
 * @param evaluateEvery epochs between looks at the validation items
 * @param patience looks without a better one before training stops
 */
public record NextItemOptions(
        long seed,
        int width,
        int blocks,
        int heads,
        double dropout,
        double learningRate,
        double weightDecay,
        int positions,
        int epochs,
        int evaluateEvery,
        int patience) {
    public static final int LENGTH = ItemRanking.LENGTH;

    public NextItemOptions {
        if (width < 1 || heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    "Expected a width that the heads divide, found " + width + " and " + heads);
        }
        if (positions < 1 || epochs < 1 || evaluateEvery < 1 || patience < 1) {
            throw new IllegalArgumentException("Expected positions, epochs, looks and patience of at least 1, found "
                    + positions + ", " + epochs + ", " + evaluateEvery + " and " + patience);
        }
    }

    /** For thousands of items and sparse sequences, in about half an hour on two cores. */
    public static NextItemOptions standard(long seed) {
        return new NextItemOptions(seed, 64, 2, 2, 0.5, 1e-3, 0, 2048, 120, 2, 6);
    }

    /** For a small shop, in seconds. */
    public static NextItemOptions quick(long seed) {
        return new NextItemOptions(seed, 32, 1, 2, 0.1, 5e-3, 0, 512, 40, 4, 3);
    }
}
