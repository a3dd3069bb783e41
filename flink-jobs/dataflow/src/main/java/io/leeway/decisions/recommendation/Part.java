package io.leeway.decisions.recommendation;

import org.jspecify.annotations.Nullable;

/**
 * A part of what a shopper's list as of an instant is made from: what is known of the shopper, or
 * what is counted most of one key.
 *
 * @param asOfMillis event time as of which the list is made
 * @param request of the shopper; null in an answer to a {@link Lookup}
 * @param key what was looked up; empty in a request
 * @param items what is counted most, in order
 * @param shares each one's share in all that is counted
 */
public record Part(
        String userId, long asOfMillis, @Nullable Request request, String key, String[] items, double[] shares) {
    static Part of(Request request) {
        return new Part(request.userId(), request.asOfMillis(), request, "", new String[0], new double[0]);
    }
}
