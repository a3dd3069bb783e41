package io.leeway.releases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.records.ReleaseRole;
import org.junit.jupiter.api.Test;

/**
 * What is written is read, fields that are not known are passed over, and what is missing is named.
 */
class ReleaseJsonTest {
    private static final ModelRelease CANARY = new ModelRelease(
            "c1",
            "churn",
            3,
            "ab".repeat(32),
            "s3://models",
            ReleaseRole.CANARY,
            0.1,
            1_767_225_630_000L,
            1_767_225_600_000L,
            "try it");

    @Test
    void aReleaseIsReadAsItWasWritten() {
        assertThat(ReleaseJson.release(ReleaseJson.encode(CANARY))).isEqualTo(CANARY);
        ModelRelease initial = new ModelRelease("interest", 1, "", "/models", Long.MIN_VALUE);
        assertThat(ReleaseJson.release(ReleaseJson.encode(initial))).isEqualTo(initial);
        assertThat(new String(ReleaseJson.encode(CANARY), UTF_8))
                .contains("\"role\":\"canary\"", "\"share\":0.1", "\"effectiveFrom\":\"2026-01-01T00:00:30Z\"");
    }

    @Test
    void aVerdictIsReadAsItWasWritten() {
        ReleaseVerdict refused = ReleaseVerdict.refuse(CANARY, "the digest differs");
        assertThat(ReleaseJson.verdict(ReleaseJson.encode(refused))).isEqualTo(refused);
        assertThat(ReleaseJson.verdict(ReleaseJson.encode(ReleaseVerdict.accept(CANARY)))
                        .accepted())
                .isTrue();
    }

    @Test
    void aFieldOfALaterReleaseIsPassedOver() {
        String json = new String(ReleaseJson.encode(CANARY), UTF_8).replaceFirst("\\{", "{\"region\":\"eu\",");
        assertThat(ReleaseJson.release(json.getBytes(UTF_8))).isEqualTo(CANARY);
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        assertThatThrownBy(() -> ReleaseJson.release("{\"id\":\"x\"}".getBytes(UTF_8)))
                .hasMessageContaining("Expected a field model");
        String json = new String(ReleaseJson.encode(CANARY), UTF_8);
        assertThatThrownBy(() -> ReleaseJson.release(
                        json.replace("2026-01-01T00:00:30Z", "soon").getBytes(UTF_8)))
                .hasMessageContaining("effectiveFrom", "'soon'");
        assertThatThrownBy(() -> ReleaseJson.release(
                        json.replace("\"canary\"", "\"best\"").getBytes(UTF_8)))
                .hasMessageContaining("'best'");
    }

    @Test
    void aReleaseWithoutNoticeIsAtFault() {
        assertThat(CANARY.fault()).isEmpty();
        ModelRelease late = new ModelRelease(
                "c2",
                "churn",
                3,
                CANARY.digest(),
                "/m",
                ReleaseRole.ACTIVE,
                1,
                CANARY.issuedAtMillis() + 9_999,
                CANARY.issuedAtMillis(),
                "");
        assertThat(late.fault()).hasValueSatisfying(fault -> assertThat(fault)
                .contains("at least 10 s", "2026-01-01T00:00:09.999Z", "publish it again"));
    }
}
