package io.leeway.simulator.planting;

import org.jspecify.annotations.Nullable;

/**
 * One live record.
 *
 * @param arrivalMillis when it reaches the shop: the record's timestamp
 * @param userId the record's key; null for broken bytes that belong to no shopper
 * @param value the record's bytes, never empty; not to be changed
 */
public record LiveRecord(long arrivalMillis, @Nullable String userId, byte[] value, EntryFate fate) {}
