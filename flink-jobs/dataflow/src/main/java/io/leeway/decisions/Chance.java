package io.leeway.decisions;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Chance that a replay meets again: a hash, and nothing that is drawn. */
public final class Chance {
    private Chance() {}

    /** Uniform in [0, 1), of a seed, a name and a number. */
    public static double of(long seed, String name, int number) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(12).putLong(seed).putInt(number).array());
            long bits = ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
            return (bits >>> 11) * 0x1.0p-53;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
