package io.leeway.training.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of all that decides what training ends with. */
public final class TrainingFingerprint {
    private final MessageDigest digest;

    /** Of what a network sees of rows, after other values. */
    public static String of(TrainingRows rows, Labels labels, Object... values) {
        TrainingFingerprint fingerprint = new TrainingFingerprint();
        for (Object value : values) {
            fingerprint.add(value);
        }
        rows.addTo(fingerprint);
        labels.addTo(fingerprint);
        return fingerprint.sha256();
    }

    TrainingFingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }

    public TrainingFingerprint add(Object value) {
        byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
        return this;
    }

    public TrainingFingerprint add(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * values.length).putInt(values.length);
        for (float value : values) {
            bytes.putFloat(value);
        }
        digest.update(bytes.array());
        return this;
    }

    public TrainingFingerprint add(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * values.length).putInt(values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        digest.update(bytes.array());
        return this;
    }

    public String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
