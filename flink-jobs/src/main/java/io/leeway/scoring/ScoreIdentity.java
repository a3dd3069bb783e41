package io.leeway.scoring;

import io.leeway.records.FeatureVector;
import io.leeway.records.ModelRelease;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The names by which scores and features are the same in every run. */
final class ScoreIdentity {
    private static final long SEED = 0xcbf29ce484222325L;

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
        long hash = SEED;
        for (int id : vector.ids()) {
            hash = mix(hash, id);
        }
        hash = numbers(hash, vector.numbers());
        for (String name : vector.dictionary()) {
            hash = mix(hash, name.hashCode());
        }
        return HexFormat.of().toHexDigits(hash);
    }

    /** Four hashes side by side, since each step waits for the one before: numbers are most of a vector. */
    private static long numbers(long hash, float[] numbers) {
        long a = hash;
        long b = hash + 1;
        long c = hash + 2;
        long d = hash + 3;
        int i = 0;
        for (int to = numbers.length - 3; i < to; i += 4) {
            a = mix(a, Float.floatToRawIntBits(numbers[i]));
            b = mix(b, Float.floatToRawIntBits(numbers[i + 1]));
            c = mix(c, Float.floatToRawIntBits(numbers[i + 2]));
            d = mix(d, Float.floatToRawIntBits(numbers[i + 3]));
        }
        for (; i < numbers.length; i++) {
            a = mix(a, Float.floatToRawIntBits(numbers[i]));
        }
        return mix(mix(mix(a, b), c), d);
    }

    /** FNV-1a by words, with a rotation so that high bits reach low ones. */
    private static long mix(long hash, long value) {
        return Long.rotateLeft((hash ^ value) * 0x100000001b3L, 29);
    }
}
