package io.leeway.model.answers;

import io.leeway.shopper.StableHash;
import io.leeway.shopper.Trigger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The name by which a score is the same in every run, in every build. Not thread-safe. */
public final class ScoreId {
    private final MessageDigest sha256 = StableHash.sha256();

    /**
     * The first 128 bits of the SHA-256 of all this, as 32 lower-case hexadecimal digits.
     *
     * @param triggers bits by {@link Trigger#mask()}
     * @param model the model's name
     */
    public String of(String userId, long asOfMillis, int triggers, String model, long version) {
        String name = userId + '\0' + asOfMillis + '\0' + triggers + '\0' + model + '\0' + version;
        byte[] digest = sha256.digest(name.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
    }
}
