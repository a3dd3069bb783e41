package io.leeway.features;

/**
 * What a savepoint keeps of a shopper.
 *
 * @param profile {@code ShopperProfile.toBytes()}, where it was asked for; else empty
 * @param profileBytes its length; 0 where there is none yet
 * @param profileFormat the version in front of it; 0 where there is none
 * @param pending events that the watermark has not passed
 * @param pendingBytes their length in all
 * @param wakeMillis when the shopper is looked at next, event time; {@link Long#MAX_VALUE} where
 *     that is never
 */
public record SavedShopper(
        String userId,
        byte[] profile,
        int profileBytes,
        int profileFormat,
        int pending,
        int pendingBytes,
        long wakeMillis) {}
