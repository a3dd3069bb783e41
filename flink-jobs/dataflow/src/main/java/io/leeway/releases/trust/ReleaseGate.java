package io.leeway.releases.trust;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Applies a {@link ReleaseTrust} to records. Immutable. */
public final class ReleaseGate {
    private final @Nullable TrustedKeys keys;
    private final @Nullable Path root;

    private ReleaseGate(@Nullable TrustedKeys keys, @Nullable Path root) {
        this.keys = keys;
        this.root = root;
    }

    /**
     * With the keys that the file holds now.
     *
     * @throws IllegalArgumentException when it cannot be read
     */
    public static ReleaseGate of(ReleaseTrust trust) {
        String root = trust.root();
        return new ReleaseGate(trust.trusted().orElse(null), root == null ? null : Path.of(root));
    }

    /** Whether every writer's records count. */
    public boolean isOpen() {
        return keys == null;
    }

    /**
     * Why a record with a value does not count; empty where it does.
     *
     * @param scope what its signer must be trusted with
     */
    public Optional<String> refusal(ConsumerRecord<byte[], byte[]> record, String scope) {
        return keys == null
                ? Optional.empty()
                : keys.refusal(RecordSignature.of(record), record.topic(), record.value(), scope)
                        .map(found -> "Expected a record signed by a key that may publish " + scope + ", found " + found
                                + "; sign it with --signing-key");
    }

    /** Why no model may come from a location; empty where it may. */
    public Optional<String> refusal(String location) {
        if (root == null || isBelow(root, location)) {
            return Optional.empty();
        }
        return Optional.of("Expected a model below " + root + ", found the location '" + location
                + "'; publish one from there, or submit the job with another --release-root");
    }

    /** A link inside the root may not lead out of it. */
    private static boolean isBelow(Path root, String location) {
        try {
            Path named = Path.of(location);
            return named.toAbsolutePath()
                            .normalize()
                            .startsWith(root.toAbsolutePath().normalize())
                    && real(named).startsWith(real(root));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    /** Of what is not there yet, the part that is. */
    private static Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        for (Path there = absolute; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(absolute));
            } catch (IOException absent) {
                continue;
            }
        }
        return absolute;
    }
}
