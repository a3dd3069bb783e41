package io.leeway.releases;

import io.leeway.shopper.StableHash;
import java.nio.charset.StandardCharsets;

/** The users of a canary, by a hash of model, version and user: other canaries take others. */
final class CanaryShare {
    private CanaryShare() {}

    static boolean holds(ModelRelease canary, String userId) {
        return place(canary.model() + "/" + canary.version() + "/", userId) < canary.share();
    }

    /** A number in [0, 1), evenly spread. */
    private static double place(String salt, String userId) {
        long hash = StableHash.SEED;
        for (byte each : (salt + userId).getBytes(StandardCharsets.UTF_8)) {
            hash = StableHash.add(hash, each);
        }
        return StableHash.toUnit(StableHash.finish(hash));
    }
}
