package io.leeway.releases;

import io.leeway.topics.JsonFields;
import java.io.Serializable;

/**
 * What a scoring job found when it loaded, verified and warmed up a release. The first verdict on a
 * release holds, for every job and every replay, until it is withdrawn.
 *
 * @param reason one line: why not, shortened where it is very long; empty where it may
 * @param offset of the one record that it is about and that does not count; it says nothing of
 *     another record of that id. Negative: it is about the release
 * @param withdrawn whether it ends a release that may have served; it holds over all others on the
 *     release, from the wall-clock instant on at which a job receives it
 */
public record ReleaseVerdict(
        String releaseId, String model, long version, boolean accepted, String reason, long offset, boolean withdrawn)
        implements Serializable {
    /** About a release. */
    public ReleaseVerdict(String releaseId, String model, long version, boolean accepted, String reason) {
        this(releaseId, model, version, accepted, reason, -1, false);
    }

    public static ReleaseVerdict accept(ModelRelease release) {
        return new ReleaseVerdict(release.id(), release.model(), release.version(), true, "");
    }

    public static ReleaseVerdict refuse(ModelRelease release, String reason) {
        return new ReleaseVerdict(release.id(), release.model(), release.version(), false, JsonFields.shorten(reason));
    }

    /** Ends a release, whatever was said of it. */
    public static ReleaseVerdict withdraw(ModelRelease release, String reason) {
        return new ReleaseVerdict(
                release.id(), release.model(), release.version(), false, JsonFields.shorten(reason), -1, true);
    }

    /** About a record that does not count, whatever else is published under its id. */
    static ReleaseVerdict refuseRecord(ModelRelease release, long offset, String reason) {
        return new ReleaseVerdict(
                release.id(), release.model(), release.version(), false, JsonFields.shorten(reason), offset, false);
    }

    /** Whether it is about a record that does not count, and not about a release. */
    public boolean isAboutRecord() {
        return offset >= 0;
    }
}
