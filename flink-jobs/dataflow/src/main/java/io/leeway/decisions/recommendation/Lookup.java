package io.leeway.decisions.recommendation;

/**
 * Asks what is counted most, as of an instant.
 *
 * @param key of what, as {@link CountKeys} says
 * @param asOfMillis event time
 */
public record Lookup(String key, String userId, long asOfMillis) {}
