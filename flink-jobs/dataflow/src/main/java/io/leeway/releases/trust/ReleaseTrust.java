package io.leeway.releases.trust;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which records about releases count. Holds paths, never a key: each worker reads the files at
 * these paths.
 *
 * @param keys the file of {@link TrustedKeys}; null: every record counts
 * @param signing the file of the {@link SigningKey} with which this process signs; null: it signs
 *     nothing
 * @param root the folder below which models lie; null: anywhere
 */
public record ReleaseTrust(
        @Nullable String keys,
        @Nullable String signing,
        @Nullable String root) implements Serializable {
    /** Every record counts. */
    public static final ReleaseTrust OPEN = new ReleaseTrust(null, null, null);

    /** The same with models from below this folder alone. */
    public ReleaseTrust below(Path folder) {
        return new ReleaseTrust(keys, signing, folder.toString());
    }

    /** The trusted keys, if any. */
    public Optional<TrustedKeys> trusted() {
        return Optional.ofNullable(keys).map(file -> TrustedKeys.read(Path.of(file)));
    }

    /** The key of this process, if it has one. */
    public Optional<SigningKey> key() {
        return Optional.ofNullable(signing).map(file -> SigningKey.read(Path.of(file)));
    }

    /**
     * The files must be there and what this process signs must count.
     *
     * @param scope of what it signs
     * @throws IllegalArgumentException saying what is wrong
     */
    public void require(String scope) {
        Optional<TrustedKeys> trusted = trusted();
        Optional<SigningKey> key = key();
        if (trusted.isEmpty()) {
            return;
        }
        if (key.isEmpty()) {
            throw new IllegalArgumentException(
                    "Expected --signing-key with --release-keys, found none; name the private"
                            + " key whose public key has the scope " + scope + " in " + keys
                            + ", or make one with `leeway model keygen`");
        }
        byte[] probe = scope.getBytes(StandardCharsets.UTF_8);
        trusted.get()
                .refusal(key.get().sign("probe", probe), "probe", probe, scope)
                .ifPresent(refusal -> {
                    throw new IllegalArgumentException("Expected the public key of --signing-key " + signing
                            + " with the scope " + scope + " in " + keys + ", found: " + refusal
                            + "; correct the file, or name another key");
                });
    }
}
