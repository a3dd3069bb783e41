package io.leeway.records;

/**
 * A shopper came back.
 *
 * @param timeMillis event time
 */
public record ReturnEvent(String userId, long timeMillis) {}
