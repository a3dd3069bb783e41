package io.leeway.topics.erasure;

import io.leeway.records.SinkRecord;
import io.leeway.topics.JsonFields;
import io.leeway.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A record of {@code leeway.erased}, under the hash of the user: no event up to an instant is used.
 *
 * @param user the first half of the hash
 * @param untilMillis event time
 * @param keyId of the {@link ErasureKey}
 */
record Erasure(UUID user, long untilMillis, String keyId) {
    private static final String UNTIL = "erasedUntil";
    private static final String KEY = "key";

    /** The first half of a hash. */
    static UUID half(byte[] hash) {
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    static SinkRecord encode(ErasureKey key, String user, long untilMillis) {
        byte[] value = JsonFields.bytes(
                JsonFields.object().put(UNTIL, JsonFields.text(untilMillis)).put(KEY, key.id()));
        byte[] name = HexFormat.of().formatHex(key.hash(user)).getBytes(StandardCharsets.US_ASCII);
        return SinkRecord.of(Topics.ERASED, name, value, untilMillis);
    }

    /** @throws IllegalArgumentException naming what is missing or wrong */
    static Erasure decode(byte[] key, byte[] value) {
        byte[] hash = HexFormat.of().parseHex(new String(key, StandardCharsets.US_ASCII));
        if (hash.length < 2 * Long.BYTES) {
            throw new IllegalArgumentException("Expected the hash of a user, found " + hash.length + " bytes");
        }
        var fields = JsonFields.node(value);
        return new Erasure(
                half(hash),
                JsonFields.millis(fields, UNTIL),
                JsonFields.required(fields, KEY).asText());
    }

    /** Why a ledger with this record is not to be used with a key. */
    String otherKey(String topic, long offset, String ownId, String keyFile) {
        return "Expected erasures of the key " + ownId + " of " + keyFile + " in " + topic + ", found one of " + keyId
                + " at offset " + offset + "; give the file that they were written with";
    }

    @Override
    public String toString() {
        return user + " until " + Instant.ofEpochMilli(untilMillis);
    }
}
