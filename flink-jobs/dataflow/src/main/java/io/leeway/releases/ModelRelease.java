package io.leeway.releases;

import io.leeway.records.ReleaseRole;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * From an instant of event time on, a version of a model has a role. A release is never changed: to
 * take one back is a new release.
 *
 * @param id its own; of several releases of one id the first holds
 * @param model the model's name, which is also its task's
 * @param version the version, a folder below the name
 * @param digest SHA-256 of the model as the manifest's digest gives it; what is loaded must have it
 * @param location the folder that holds {@code <name>/<version>/}
 * @param role what the version does from then on
 * @param share of the users, in (0, 1], for whom a canary decides; of no meaning elsewhere
 * @param effectiveFromMillis event time; the latest release that is effective at a score's as-of
 *     time decides
 * @param issuedAtMillis event time when it was published: the newest in the live topic
 * @param note why, in words
 */
public record ModelRelease(
        String id,
        String model,
        long version,
        String digest,
        String location,
        ReleaseRole role,
        double share,
        long effectiveFromMillis,
        long issuedAtMillis,
        String note)
        implements Serializable {
    /**
     * How far ahead of its publication a release must take effect, in event time. A scorer receives
     * a release in less time than that, or waits: so a replay scores each record with the same
     * version.
     */
    public static final Duration NOTICE = Duration.ofSeconds(10);

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** A version that a job is submitted with, known before anything is read. */
    public ModelRelease(String model, long version, String digest, String location, long effectiveFromMillis) {
        this(
                "initial-" + model + "-" + version + "-" + effectiveFromMillis,
                model,
                version,
                digest,
                location,
                ReleaseRole.ACTIVE,
                1,
                effectiveFromMillis,
                Long.MIN_VALUE,
                "");
    }

    /** Why no job may take this release, whatever the model: every reader applies this rule. */
    public Optional<String> fault() {
        for (long millis : new long[] {issuedAtMillis, effectiveFromMillis}) {
            if (millis < EARLIEST.toEpochMilli() || millis > LATEST.toEpochMilli()) {
                return Optional.of("Expected a release with times between " + EARLIEST + " and " + LATEST + ", found "
                        + Instant.ofEpochMilli(millis) + "; publish it again");
            }
        }
        if (effectiveFromMillis - issuedAtMillis < NOTICE.toMillis()) {
            return Optional.of("Expected a release that takes effect at least " + NOTICE.toSeconds()
                    + " s after its publication at " + Instant.ofEpochMilli(issuedAtMillis) + ", found "
                    + Instant.ofEpochMilli(effectiveFromMillis)
                    + "; what was scored since would not be scored alike again: publish it again");
        }
        if (role == ReleaseRole.CANARY && !(share > 0 && share <= 1)) {
            return Optional.of(
                    "Expected a canary's share above 0 and at most 1, found " + share + "; publish it again");
        }
        if (role != ReleaseRole.RETIRED && !DIGEST.matcher(digest).matches()) {
            return Optional.of("Expected the model's digest, 64 hexadecimal digits, found '" + digest
                    + "'; publish it again with the digest of the manifest");
        }
        return Optional.empty();
    }

    /** Whether it says the same, whenever it was issued. */
    public boolean saysTheSame(ModelRelease other) {
        return issuedAt(other.issuedAtMillis).equals(other);
    }

    private ModelRelease issuedAt(long millis) {
        return new ModelRelease(id, model, version, digest, location, role, share, effectiveFromMillis, millis, note);
    }

    /** Whether it concerns the same version, whatever its role. */
    boolean sameVersion(ModelRelease other) {
        return other.model.equals(model) && other.version == version;
    }
}
