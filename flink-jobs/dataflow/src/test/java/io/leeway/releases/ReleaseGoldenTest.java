package io.leeway.releases;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.ReleaseRole;
import io.leeway.topics.GoldenRecord;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Releases and verdicts as they are published. */
class ReleaseGoldenTest {
    private static final long TIME = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    @Test
    void release() throws Exception {
        ModelRelease release = new ModelRelease(
                "r1", "churn", 2, "0a".repeat(32), "/models/churn/2", ReleaseRole.CANARY, 0.2, TIME + 60_000, TIME, "");
        assertThat(ReleaseJson.release(GoldenRecord.check("releases", ReleaseJson.encode(release))))
                .isEqualTo(release);
    }

    @Test
    void verdict() throws Exception {
        ReleaseVerdict verdict = new ReleaseVerdict("r1", "churn", 2, false, "the digest differs");
        assertThat(ReleaseJson.verdict(GoldenRecord.check("releases.status", ReleaseJson.encode(verdict))))
                .isEqualTo(verdict);
    }
}
