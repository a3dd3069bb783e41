package io.leeway.topics;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Foreign bytes as far as they are kept. What is longer than {@link #LIMIT} is cut to it, with the
 * length and the SHA-256 of the whole, so that no record made of them can be larger than a producer
 * may send.
 *
 * @param kept all bytes, or the first of them
 * @param length of the whole, in bytes
 * @param digest SHA-256 of the whole, 32 bytes; empty where the whole is kept
 */
public record RawBytes(byte[] kept, long length, byte[] digest) {
    /** The most bytes that leave in one record: 64 kB, in Base64 about 87 kB. */
    public static final int LIMIT = 64 * 1024;

    private static final int DIGEST_BYTES = 32;
    private static final byte[] NO_DIGEST = new byte[0];

    /** These bytes, cut where they are longer than the limit. */
    public static RawBytes of(byte[] whole) {
        return whole.length <= LIMIT
                ? whole(whole)
                : new RawBytes(Arrays.copyOf(whole, LIMIT), whole.length, sha256().digest(whole));
    }

    /** These bytes, however many. */
    public static RawBytes whole(byte[] bytes) {
        return new RawBytes(bytes, bytes.length, NO_DIGEST);
    }

    public boolean isCut() {
        return length > kept.length;
    }

    /** Digests what is too long to be kept. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /** What was cut, in a form for edges between operators. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(Long.BYTES + DIGEST_BYTES + kept.length)
                .putLong(length)
                .put(digest)
                .put(kept)
                .array();
    }

    /** Reads what {@link #toBytes()} wrote. */
    public static RawBytes ofBytes(byte[] bytes) {
        int begin = Long.BYTES + DIGEST_BYTES;
        return new RawBytes(
                Arrays.copyOfRange(bytes, begin, bytes.length),
                ByteBuffer.wrap(bytes).getLong(),
                Arrays.copyOfRange(bytes, Long.BYTES, begin));
    }

    /** The fields {@code raw} and, where it was cut, {@code rawLength} and {@code rawSha256}. */
    public void write(JsonGenerator json) throws IOException {
        json.writeBinaryField("raw", kept);
        if (isCut()) {
            json.writeNumberField("rawLength", length);
            json.writeStringField("rawSha256", HexFormat.of().formatHex(digest));
        }
    }
}
