package io.leeway.sources.importers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The first 128 bits of the SHA-256 of a line's cells: equal for the same line, whatever file it is
 * in and however its cells are quoted, and for no other line.
 */
record LineHash(long high, long low) {

    static LineHash of(List<String> cells) {
        MessageDigest digest = sha256();
        for (String cell : cells) {
            byte[] bytes = cell.getBytes(UTF_8);
            // With its length, so that no other division into cells has the same hash.
            digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new LineHash(hash.getLong(), hash.getLong());
    }

    String hex() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
