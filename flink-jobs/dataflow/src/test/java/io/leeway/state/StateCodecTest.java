package io.leeway.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.CatalogueItem;
import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.JudgedScore;
import io.leeway.records.LoggedDecision;
import io.leeway.records.Outcome;
import io.leeway.records.ReleaseRole;
import io.leeway.records.Score;
import io.leeway.records.ShopAction;
import io.leeway.records.scores.CategoryShare;
import io.leeway.records.scores.ChurnScore;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreErasure;
import io.leeway.records.scores.ScoreHeaders;
import io.leeway.records.scores.ScoreOrigin;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.records.scores.ScoringModel;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of each kind of value that more than one stage stores. */
class StateCodecTest {
    private static final Reason REASON = new Reason("a", "bé", "c", 2, 0.5f);
    private static final ScoreOrigin ORIGIN =
            new ScoreOrigin("s", "u", 7, 5, new ScoringModel("m", 2, ReleaseRole.CANARY, "d"), "f", true);
    private static final ScoreHeaders HEADERS = new ScoreHeaders(1, -1, 3, 4);

    @Test
    void shopAction() {
        GoldenBytes.require(
                ShopActionCodec.INSTANCE,
                new ShopAction("e", 3, "u", "i", "c", 7, 8),
                "01000000016500000003000000017500000001690000000163000000000000000700000000000000" + "08");
    }

    @Test
    void churnScore() {
        score(
                new ChurnScore(ORIGIN, 0.5f, List.of(REASON), HEADERS),
                pojo("churn", new String[0], new float[0], new String[0], new float[0]),
                "0100000001730000000175000000000000000700000005000000016d000000000000000200000006"
                        + "63616e617279000000016400000001660100000005636875726e3f00000000000000000000000000"
                        + "0000000000000000000000000000000000010000001e0100000001610000000362c3a90000000163"
                        + "40000000000000003f0000000000000000000001ffffffffffffffff000000000000000300000004");
    }

    @Test
    void interestScore() {
        InterestScore score = new InterestScore(
                ORIGIN,
                0.5f,
                List.of(new CategoryShare("x", -0.25f)),
                List.of(),
                List.of(new CategoryShare("y", 0.5f), new CategoryShare("z", 0.25f)),
                List.of(REASON),
                HEADERS);
        score(
                score,
                pojo("interest", new String[] {"x"}, new float[] {-0.25f}, new String[] {"y", "z"}, new float[] {
                    0.5f, 0.25f
                }),
                "0100000001730000000175000000000000000700000005000000016d000000000000000200000006"
                        + "63616e617279000000016400000001660100000008696e7465726573743f00000000000001000000"
                        + "017800000001be8000000000000000000000000000020000000179000000017a000000023f000000"
                        + "3e800000000000010000001e0100000001610000000362c3a9000000016340000000000000003f00"
                        + "00000000000000000001ffffffffffffffff000000000000000300000004");
    }

    @Test
    void scoreErasure() {
        Score pojo = new Score(
                "",
                "u",
                7,
                0,
                "",
                0,
                ReleaseRole.ACTIVE,
                "",
                "",
                false,
                "churn",
                0,
                new String[0],
                new float[0],
                new String[0],
                new float[0],
                new String[0],
                new float[0],
                new Reason[0],
                0,
                -1,
                0,
                0);
        score(
                new ScoreErasure("u", 7, Task.CHURN, ReleaseRole.ACTIVE),
                pojo,
                "01000000000000000175000000000000000700000000000000000000000000000000000000066163"
                        + "7469766500000000000000000000000005636875726e000000000000000000000000000000000000"
                        + "00000000000000000000000000000000000000000000ffffffffffffffff00000000000000000000"
                        + "0000");
    }

    @Test
    void aScoreWithoutATriggerThatThisBuildKnowsIsNoErasure() {
        ScoreOrigin origin = new ScoreOrigin("s", "u", 7, 0, ORIGIN.model(), "f", false);
        ChurnScore score = new ChurnScore(origin, 0.5f, List.of(), HEADERS);
        assertThat(ScoreCodec.INSTANCE.read(ScoreCodec.INSTANCE.write(score))).isEqualTo(score);
    }

    private static void score(ScoreUpdate score, Score pojo, String hex) {
        GoldenBytes.require(ScoreCodec.INSTANCE, score, pojo, hex);
        assertThat(ScoreCodec.INSTANCE.read(ScoreCodec.INSTANCE.write(score))).isEqualTo(score);
        assertThat(ScoreCodec.INSTANCE.read(pojo)).isEqualTo(score);
    }

    private static Score pojo(
            String task, String[] from, float[] fromChanges, String[] next, float[] nextProbabilities) {
        return new Score(
                "s",
                "u",
                7,
                5,
                "m",
                2,
                ReleaseRole.CANARY,
                "d",
                "f",
                true,
                task,
                0.5f,
                from,
                fromChanges,
                new String[0],
                new float[0],
                next,
                nextProbabilities,
                new Reason[] {REASON},
                1,
                -1,
                3,
                4);
    }

    @Test
    void reason() {
        GoldenBytes.require(
                ReasonCodec.INSTANCE, REASON, "0100000001610000000362c3a9000000016340000000000000003f000000");
    }

    @Test
    void judgedScore() {
        GoldenBytes.require(
                JudgedScoreCodec.INSTANCE,
                new JudgedScore("u", "m", 2, true, 7, 0.5),
                "010000000175000000016d00000000000000020100000000000000073fe0000000000000");
    }

    @Test
    void catalogueItem() {
        GoldenBytes.require(
                CatalogueItemCodec.INSTANCE,
                new CatalogueItem("i", "c", 9.5, 3, 4, true, 5, false),
                "01000000016900000001634023000000000000000000000000000300000000000000040100000000" + "0000000500");
    }

    @Test
    void outcome() {
        GoldenBytes.require(
                OutcomeCodec.INSTANCE,
                new Outcome("d", "u", Outcome.Kind.RETURN, 7, 0.5),
                "01000000016400000001750000000672657475726e00000000000000073fe0000000000000");
    }

    @Test
    void loggedDecision() {
        Decision decision = new Decision("d", DecisionKind.OFFER, "u", 7, "s", "m", 2, "a", 0.5, Double.NaN, true, 1.5);
        GoldenBytes.require(
                LoggedDecisionCodec.INSTANCE,
                new LoggedDecision(decision, new String[] {"g"}, new double[] {0.25}, new double[] {0.75}),
                "010000000164000000056f66666572000000017500000000000000070000000173000000016d0000"
                        + "00000000000200000001613fe00000000000007ff8000000000000013ff800000000000000000001"
                        + "0000000167000000013fd0000000000000000000013fe8000000000000");
    }
}
