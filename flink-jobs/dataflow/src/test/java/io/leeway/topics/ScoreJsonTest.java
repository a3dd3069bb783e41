package io.leeway.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.ReleaseRole;
import io.leeway.records.Score;
import io.leeway.shopper.Reason;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A score is read back as the sink wrote it, wall-clock figures aside. */
class ScoreJsonTest {

    @Test
    void anInterestScoreComesBackAsItWent() throws Exception {
        comesBack("interest", new String[] {"sport/running"}, new Reason[0], ReleaseRole.CANARY);
    }

    @Test
    void aChurnScoreComesBackAsItWent() throws Exception {
        comesBack(
                "churn",
                new String[0],
                new Reason[] {new Reason("silent", "silent for 5 weeks", "recency.activity", 35, 0.5f)},
                ReleaseRole.ACTIVE);
    }

    private static void comesBack(String task, String[] names, Reason[] reasons, ReleaseRole role) throws Exception {
        float[] numbers = new float[names.length];
        java.util.Arrays.fill(numbers, 0.25f);
        Score score = new Score(
                "id",
                "u1",
                1_000,
                3,
                task,
                2,
                role,
                "digest",
                "features",
                true,
                task,
                0.75f,
                names,
                numbers,
                names,
                numbers,
                names,
                numbers,
                reasons,
                0,
                -1,
                0,
                0);

        Score read =
                ScoreJson.score(Objects.requireNonNull(ScoreJson.encode(score).value()));

        assertThat(read).usingRecursiveComparison().isEqualTo(score);
    }
}
