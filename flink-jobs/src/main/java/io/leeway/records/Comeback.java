package io.leeway.records;

/**
 * A shopper came back.
 *
 * @param userId the shopper
 * @param timeMillis event time
 */
public record Comeback(String userId, long timeMillis) {}
