package io.leeway.training.privacy;

import io.leeway.training.options.PrivacyOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Random numbers that only the holder of a key can predict: AES in counter mode, keyed by
 * HMAC-SHA256 of the key and a subject, so that a key used for two subjects gives two streams that
 * have nothing to do with each other.
 *
 * <p>Normal values are doubles by Box and Muller's method. Their last bits are not those of a
 * perfect normal value; attacks on that (Mironov 2012) are not guarded against.
 */
final class KeyedRandom {
    private static final int BLOCK = 1 << 12;

    private final Cipher cipher;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private double spare = Double.NaN;

    KeyedRandom(PrivacyOptions.Key key, String subject) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
            byte[] streamKey = mac.doFinal(("leeway-noise-1 " + subject).getBytes(StandardCharsets.UTF_8));
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(streamKey, "AES"), new IvParameterSpec(new byte[16]));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java has AES and HMAC", missing);
        }
    }

    /** At least 0, below 1. */
    double uniform() {
        if (buffer.remaining() < Long.BYTES) {
            buffer = ByteBuffer.wrap(cipher.update(new byte[BLOCK]));
        }
        return (buffer.getLong() >>> 11) * 0x1.0p-53;
    }

    /** With mean 0 and deviation 1. */
    double normal() {
        if (!Double.isNaN(spare)) {
            double value = spare;
            spare = Double.NaN;
            return value;
        }
        double radius = Math.sqrt(-2 * Math.log(1 - uniform()));
        double angle = 2 * Math.PI * uniform();
        spare = radius * Math.sin(angle);
        return radius * Math.cos(angle);
    }
}
