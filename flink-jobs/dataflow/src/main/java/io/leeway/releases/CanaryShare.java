package io.leeway.releases;

import java.nio.charset.StandardCharsets;

/** Which users a canary takes: by a hash of model, version and user, so that another canary takes others. */
final class CanaryShare {
    private CanaryShare() {}

    static boolean holds(ModelRelease canary, String userId) {
        return place(canary.model() + "/" + canary.version() + "/", userId) < canary.share();
    }

    /** A number in [0, 1), evenly spread. */
    private static double place(String salt, String userId) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : (salt + userId).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ each) * 0x100000001b3L;
        }
        // FNV leaves the high bits of short texts alike; MurmurHash3's finaliser spreads them.
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return (hash >>> 11) * 0x1.0p-53;
    }
}
