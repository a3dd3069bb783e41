package io.leeway.releases.trust;

import io.leeway.topics.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** A private Ed25519 key. Its text never shows it. */
public final class SigningKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final PrivateKey key;

    private SigningKey(PrivateKey key) {
        this.key = key;
    }

    /**
     * From a file in PEM (PKCS #8), as {@link #create} or {@code openssl genpkey -algorithm ed25519}
     * write it.
     *
     * @throws IllegalArgumentException when there is none, or others may read it; the message has
     *     nothing of the key
     */
    public static SigningKey read(Path file) {
        PrivateFile.openTo(file).ifPresent(permissions -> {
            throw new IllegalArgumentException("Expected " + file
                    + ", which holds a private key, to be readable by its owner and at most its group, found "
                    + permissions + "; chmod 600 it, or 440 where it is a mounted secret");
        });
        try {
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            int begin = pem.indexOf(BEGIN);
            int end = pem.indexOf(END);
            if (begin < 0 || end < begin) {
                throw new IllegalArgumentException("no line " + BEGIN);
            }
            byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            return new SigningKey(KeyFactory.getInstance(RecordSignature.ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Expected a private Ed25519 key in PEM in " + file + ", found "
                            + (Files.exists(file) ? e.getMessage() : "no such file")
                            + "; make one with `leeway model keygen`, at this path for each worker",
                    e);
        }
    }

    /**
     * A new key pair: the private key into a new file that its owner alone can read.
     *
     * @return the public key as {@link TrustedKeys} has it
     */
    public static String create(Path file) throws IOException {
        try {
            KeyPair pair =
                    KeyPairGenerator.getInstance(RecordSignature.ALGORITHM).generateKeyPair();
            String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(pair.getPrivate().getEncoded());
            PrivateFile.create(file, BEGIN + '\n' + encoded + '\n' + END + '\n');
            return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected a JDK with Ed25519, found " + e.getMessage(), e);
        }
    }

    byte[] sign(String topic, byte[] value) {
        try {
            Signature signature = Signature.getInstance(RecordSignature.ALGORITHM);
            signature.initSign(key);
            signature.update(RecordSignature.message(topic, value));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected a JDK with Ed25519, found " + e.getMessage(), e);
        }
    }
}
