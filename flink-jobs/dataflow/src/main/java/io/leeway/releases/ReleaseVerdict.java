package io.leeway.releases;

import io.leeway.topics.JsonFields;
import java.io.Serializable;

/**
 * What a scoring job found when it loaded, verified and warmed up a release. The first verdict on a
 * release holds, for every job and every replay.
 *
 * @param reason one line: why not, shortened where it is very long; empty where it may
 */
public record ReleaseVerdict(String releaseId, String model, long version, boolean accepted, String reason)
        implements Serializable {
    public static ReleaseVerdict accept(ModelRelease release) {
        return new ReleaseVerdict(release.id(), release.model(), release.version(), true, "");
    }

    public static ReleaseVerdict refuse(ModelRelease release, String reason) {
        return new ReleaseVerdict(release.id(), release.model(), release.version(), false, JsonFields.shorten(reason));
    }
}
