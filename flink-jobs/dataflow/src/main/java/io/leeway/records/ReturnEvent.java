package io.leeway.records;

/**
 * A shopper came back.
 *
 * @param userId the shopper
 * @param timeMillis event time
 */
public record ReturnEvent(String userId, long timeMillis) {}
