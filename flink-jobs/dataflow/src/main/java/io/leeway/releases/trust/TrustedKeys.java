package io.leeway.releases.trust;

import io.leeway.records.ReleaseRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The public keys whose records count, and for what.
 *
 * <p>A line of the file is a name, the scopes with commas between them, and the public key in
 * Base64 (X.509); empty lines and those that begin with {@code #} are left out. Scopes are the
 * roles of releases, {@code active}, {@code canary}, {@code shadow} and {@code retired}, and
 * {@code verdict}. Immutable.
 */
public final class TrustedKeys {
    /** The scope of who says whether a release is taken. */
    public static final String VERDICT = "verdict";

    private final List<Key> keys;

    private TrustedKeys(List<Key> keys) {
        this.keys = keys;
    }

    private record Key(String name, Set<String> scopes, PublicKey key) {}

    /** All scopes that there are. */
    public static Set<String> scopes() {
        Set<String> scopes =
                Arrays.stream(ReleaseRole.values()).map(ReleaseRole::id).collect(Collectors.toCollection(TreeSet::new));
        scopes.add(VERDICT);
        return scopes;
    }

    /** A line of the file. */
    public static String line(String name, Set<String> scopes, String publicKey) {
        return name + ' ' + String.join(",", new TreeSet<>(scopes)) + ' ' + publicKey;
    }

    /**
     * Scopes out of their text.
     *
     * @throws IllegalArgumentException naming one that there is not
     */
    public static Set<String> scopes(String text) {
        Set<String> scopes = new TreeSet<>(List.of(text.split(",")));
        scopes.stream().filter(scope -> !scopes().contains(scope)).findFirst().ifPresent(unknown -> {
            throw new IllegalArgumentException(
                    "Expected scopes out of " + String.join(", ", scopes()) + ", found '" + unknown + "'");
        });
        return scopes;
    }

    /**
     * All keys of a file.
     *
     * @throws IllegalArgumentException naming the line that is wrong; a file without a key is wrong
     *     too
     */
    public static TrustedKeys read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Expected public keys in " + file + ", found "
                            + (Files.exists(file) ? e.toString() : "no such file")
                            + "; correct --release-keys; each worker reads it at this path",
                    e);
        }
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                keys.add(key(line, file + ", line " + (i + 1)));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "Expected a key in " + file + ", found none; add the line that `leeway model keygen` prints");
        }
        return new TrustedKeys(List.copyOf(keys));
    }

    private static Key key(String line, String where) {
        String[] parts = line.split("\\s+");
        try {
            if (parts.length != 3) {
                throw new IllegalArgumentException(parts.length + " parts");
            }
            return new Key(
                    parts[0],
                    scopes(parts[1]),
                    KeyFactory.getInstance(RecordSignature.ALGORITHM)
                            .generatePublic(
                                    new X509EncodedKeySpec(Base64.getDecoder().decode(parts[2]))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Expected a name, scopes and a public Ed25519 key in " + where + ", found: " + e.getMessage()
                            + "; add the line that `leeway model keygen` prints",
                    e);
        }
    }

    /** Why a record does not count; empty where it does. */
    Optional<String> refusal(byte @Nullable [] signature, String topic, byte[] value, String scope) {
        if (signature == null) {
            return Optional.of("no signature");
        }
        byte[] message = RecordSignature.message(topic, value);
        List<Key> signers =
                keys.stream().filter(key -> verifies(key, message, signature)).toList();
        if (signers.isEmpty()) {
            return Optional.of("a signature by none of the trusted keys");
        }
        return signers.stream().anyMatch(key -> key.scopes().contains(scope))
                ? Optional.empty()
                : Optional.of("a signature by " + signers.get(0).name() + ", whose key is for "
                        + String.join(", ", signers.get(0).scopes()));
    }

    private static boolean verifies(Key key, byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance(RecordSignature.ALGORITHM);
            check.initVerify(key.key());
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
