package io.leeway.records;

/**
 * A shopper's profile at the end of a bounded run.
 *
 * @param profile {@code ShopperProfile.toBytes()}
 */
public record ProfileSnapshot(String userId, byte[] profile) {}
