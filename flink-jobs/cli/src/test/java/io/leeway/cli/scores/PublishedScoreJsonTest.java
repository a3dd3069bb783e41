package io.leeway.cli.scores;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.ReleaseRole;
import io.leeway.records.scores.ChurnScore;
import io.leeway.records.scores.ScoreHeaders;
import io.leeway.records.scores.ScoreOrigin;
import io.leeway.records.scores.ScoringModel;
import io.leeway.shopper.Reason;
import io.leeway.topics.ScoreJson;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the sinks write is what is read here. */
class PublishedScoreJsonTest {

    private static byte[] written(Reason... reasons) {
        ScoreOrigin origin = new ScoreOrigin(
                SampleScores.id(1), "u1", 1_000, 1, new ScoringModel("churn", 1, ReleaseRole.ACTIVE, "d"), "f", false);
        ChurnScore score = new ChurnScore(origin, 0.75f, List.of(reasons), new ScoreHeaders(2_000, 1, 0, 3));
        return requireNonNull(ScoreJson.encode(score).value());
    }

    @Test
    void reasonsAreRoundedAndReadBack() {
        byte[] json = written(
                new Reason("silent", "silent for 5 weeks", "recency.activity", 36.20049, 1.23449f),
                new Reason("few-purchases", "only 2 purchases so far", "frequency.purchases", 2, 0.25f));
        assertThat(new String(json, UTF_8))
                .endsWith(",\"probability\":0.75,\"reasons\":[{\"code\":\"silent\",\"words\":\"silent for 5 weeks\","
                        + "\"feature\":\"recency.activity\",\"value\":36.2,\"contribution\":1.234},"
                        + "{\"code\":\"few-purchases\",\"words\":\"only 2 purchases so far\",\"feature\":\"frequency.purchases\","
                        + "\"value\":2.0,\"contribution\":0.25}]}");
        PublishedChurnScore score = (PublishedChurnScore) PublishedScoreJson.parse(json);
        assertThat(score.reasons())
                .containsExactly(
                        new PublishedScore.Why("silent", "silent for 5 weeks", 1.234),
                        new PublishedScore.Why("few-purchases", "only 2 purchases so far", 0.25));
        assertThat(score.figures()).as("what runs are compared by").containsExactly(0.75);
    }

    @Test
    void aScoreWithoutReasonsHasNoSuchField() {
        assertThat(new String(written(), UTF_8)).endsWith(",\"probability\":0.75}");
        assertThat(((PublishedChurnScore) PublishedScoreJson.parse(written())).reasons())
                .isEmpty();
    }
}
