package io.leeway.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.ReleaseRole;
import io.leeway.records.SinkRecord;
import io.leeway.records.scores.CategoryShare;
import io.leeway.records.scores.ChurnScore;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreErasure;
import io.leeway.records.scores.ScoreHeaders;
import io.leeway.records.scores.ScoreOrigin;
import io.leeway.records.scores.ScoringModel;
import io.leeway.records.scores.ShopperScore;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A score is read back as the sink wrote it, wall-clock figures aside. */
class ScoreJsonTest {

    @Test
    void anInterestScoreComesBackAsItWent() throws Exception {
        List<CategoryShare> shares = List.of(new CategoryShare("sport/running", 0.25f));
        comesBack(new InterestScore(
                origin(Task.INTEREST, ReleaseRole.CANARY),
                0.75f,
                shares,
                shares,
                shares,
                List.of(),
                ScoreHeaders.NONE));
    }

    @Test
    void aChurnScoreComesBackAsItWent() throws Exception {
        Reason reason = new Reason("silent", "silent for 5 weeks", "recency.activity", 35, 0.5f);
        comesBack(new ChurnScore(origin(Task.CHURN, ReleaseRole.ACTIVE), 0.75f, List.of(reason), ScoreHeaders.NONE));
    }

    @Test
    void anErasureIsATombstone() {
        SinkRecord record = ScoreJson.encode(new ScoreErasure("u1", 7, Task.INTEREST, ReleaseRole.ACTIVE));

        assertThat(record.topic()).isEqualTo(Topics.INTEREST);
        assertThat(record.key()).asString(UTF_8).isEqualTo("u1");
        assertThat(record.value()).isNull();
        assertThat(record.eventTimeMillis()).isEqualTo(7);
    }

    @Test
    void whatAShadowSaidIsErasedInItsTopic() {
        SinkRecord record = ScoreJson.encode(new ScoreErasure("u1", 7, Task.CHURN, ReleaseRole.SHADOW));

        assertThat(record.topic()).isEqualTo(Topics.SHADOW);
    }

    @Test
    void aScoreWhoseOnlyTriggerALaterBuildHasAddedIsNoErasure() throws Exception {
        ChurnScore score = new ChurnScore(origin(Task.CHURN, ReleaseRole.ACTIVE), 0.75f, List.of(), ScoreHeaders.NONE);
        String json = new String(value(score), UTF_8).replaceAll("\\[[^]]*]", "[\"a-later-one\"]");

        ShopperScore read = ScoreJson.score(json.getBytes(UTF_8));

        assertThat(read.origin().triggers()).isZero();
        assertThat(((ChurnScore) read).probability()).isEqualTo(0.75f);
    }

    private static ScoreOrigin origin(Task task, ReleaseRole role) {
        return new ScoreOrigin("id", "u1", 1_000, 3, new ScoringModel(task.id(), 2, role, "digest"), "features", true);
    }

    private static byte[] value(ShopperScore score) {
        return requireNonNull(ScoreJson.encode(score).value());
    }

    private static void comesBack(ShopperScore score) throws Exception {
        assertThat(ScoreJson.score(value(score))).isEqualTo(score);
    }
}
