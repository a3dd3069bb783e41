package io.leeway.scoring;

import io.leeway.model.answers.ScoreId;
import io.leeway.records.FeatureVector;
import io.leeway.releases.ModelRelease;
import io.leeway.shopper.StableHash;
import java.util.HexFormat;

/** The names by which scores and features are the same in every run. */
final class ScoreIdentity {
    private final ScoreId ids = new ScoreId();

    /** The id of the score that a release gives to a request. */
    String id(FeatureVector vector, ModelRelease release) {
        return ids.of(vector.userId(), vector.asOfMillis(), vector.triggers(), release.model(), release.version());
    }

    /** A 64-bit hash of all that the model sees. */
    static String features(FeatureVector vector) {
        long hash = StableHash.SEED;
        for (int id : vector.ids()) {
            hash = mix(hash, id);
        }
        hash = numbers(hash, vector.numbers());
        for (String name : vector.dictionary()) {
            hash = mix(hash, name.hashCode());
        }
        return HexFormat.of().toHexDigits(hash);
    }

    /** Four independent hashes, so that no step waits for the one before: numbers are many. */
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
        return Long.rotateLeft(StableHash.add(hash, value), 29);
    }
}
