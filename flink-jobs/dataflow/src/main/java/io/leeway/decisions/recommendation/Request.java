package io.leeway.decisions.recommendation;

/**
 * That a list is to be made, and what is known of its shopper as of that instant.
 *
 * @param asOfMillis event time, the interest score's
 * @param history latest items that the shopper turned to, oldest first
 * @param cart items that were put into the cart and not bought, the latest first
 * @param bought items that were bought, the latest first
 * @param categories where candidates come from, the likeliest first
 * @param interests the predicted share of each of them
 * @param moving whether the interest moves to each of them
 * @param erased whether this is a notice of erasure instead
 */
public record Request(
        String userId,
        long asOfMillis,
        String scoreId,
        String[] history,
        String[] cart,
        String[] bought,
        String[] categories,
        double[] interests,
        boolean[] moving,
        boolean erased) {}
