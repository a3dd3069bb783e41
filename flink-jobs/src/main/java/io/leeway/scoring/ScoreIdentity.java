package io.leeway.scoring;

import io.leeway.records.FeatureVector;
import io.leeway.records.ModelRelease;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The names by which scores and features are the same in every run. */
final class ScoreIdentity {
    private final MessageDigest sha256;

    ScoreIdentity() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The first 128 bits of the SHA-256 of user, as-of time, triggers, model and version. */
    String id(FeatureVector vector, ModelRelease release) {
        String name = vector.userId()
                + '\0'
                + vector.asOfMillis()
                + '\0'
                + vector.triggers()
                + '\0'
                + release.model()
                + '\0'
                + release.version();
        byte[] digest = sha256.digest(name.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
    }

    /** A 64-bit hash of all that the model sees. */
    static String features(FeatureVector vector) {
        long hash = 0xcbf29ce484222325L;
        for (int id : vector.ids()) {
            hash = mix(hash, id);
        }
        for (float number : vector.numbers()) {
            hash = mix(hash, Float.floatToIntBits(number));
        }
        for (String name : vector.dictionary()) {
            hash = mix(hash, name.hashCode());
        }
        return HexFormat.of().toHexDigits(hash);
    }

    /** FNV-1a by words, with a rotation so that high bits reach low ones. */
    private static long mix(long hash, int value) {
        return Long.rotateLeft((hash ^ value) * 0x100000001b3L, 29);
    }
}
