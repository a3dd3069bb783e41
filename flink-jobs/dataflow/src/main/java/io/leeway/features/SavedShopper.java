package io.leeway.features;

import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.ShopperProfile;

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
        long wakeMillis) {

    /** Whether the profile, which was asked for, has more in it than the memory of an erasure. */
    public boolean holdsEvents() {
        return profile.length > 0
                && ShopperProfile.ofBytes(ProfileSettings.DEFAULTS, profile).isOf(Long.MAX_VALUE - 1);
    }
}
