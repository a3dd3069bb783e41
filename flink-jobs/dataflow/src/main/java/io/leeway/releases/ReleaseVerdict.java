package io.leeway.releases;

import java.io.Serializable;

/**
 * What a scoring job found when it loaded, verified and warmed up a release. The first verdict on a
 * release holds, for every job and every replay.
 *
 * @param releaseId of which release
 * @param model the model's name
 * @param version its version
 * @param accepted whether it may serve
 * @param reason one line: why not; empty where it may
 */
public record ReleaseVerdict(String releaseId, String model, long version, boolean accepted, String reason)
        implements Serializable {
    public static ReleaseVerdict accept(ModelRelease release) {
        return new ReleaseVerdict(release.id(), release.model(), release.version(), true, "");
    }

    public static ReleaseVerdict refuse(ModelRelease release, String reason) {
        return new ReleaseVerdict(release.id(), release.model(), release.version(), false, reason);
    }
}
