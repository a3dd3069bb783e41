package io.leeway.topics.erasure;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.leeway.topics.PrivateFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret behind the hashes of erased users (HMAC-SHA-256): without it the ledger does not say
 * whether a user is in it. Its text never shows it. Not thread-safe.
 */
public final class ErasureKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;
    private static final int ID_BYTES = 8;

    private final Mac mac;
    private final String id;

    private ErasureKey(byte[] secret) throws GeneralSecurityException {
        mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(secret, ALGORITHM));
        // No user id is longer than 256 characters.
        id = HexFormat.of().formatHex(hash("leeway erasure key ".repeat(20)), 0, ID_BYTES);
    }

    /**
     * From a file as {@link #create} writes it: 32 bytes or more in Base64.
     *
     * @throws IllegalArgumentException when there is none, or others may read it; the message has
     *     nothing of the key
     */
    public static ErasureKey read(Path file) {
        PrivateFile.openTo(file).ifPresent(permissions -> {
            throw new IllegalArgumentException("Expected " + file
                    + ", which holds the key of the erasures, to be readable by its owner and at most its group, found "
                    + permissions + "; chmod 600 it, or 440 where it is a mounted secret");
        });
        try {
            byte[] secret = Base64.getMimeDecoder().decode(Files.readString(file, US_ASCII));
            if (secret.length < BYTES) {
                throw new IllegalArgumentException(secret.length + " bytes");
            }
            return new ErasureKey(secret);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Expected at least " + BYTES + " bytes in Base64 in " + file + ", found "
                            + (Files.exists(file) ? e.getMessage() : "no such file")
                            + "; make one with `leeway erase --keygen " + file + "`, at this path for each worker",
                    e);
        }
    }

    /**
     * A new key, into a new file that its owner alone can read.
     *
     * @throws FileAlreadyExistsException when it is there
     */
    public static ErasureKey create(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        PrivateFile.create(file, Base64.getEncoder().encodeToString(secret) + '\n');
        return read(file);
    }

    /** Which key this is; says nothing of the secret. */
    public String id() {
        return id;
    }

    byte[] hash(String user) {
        return mac.doFinal(user.getBytes(UTF_8));
    }
}
