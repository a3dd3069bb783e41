package io.leeway.state;

import io.leeway.records.CatalogueItem;
import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.JudgedScore;
import io.leeway.records.LoggedDecision;
import io.leeway.records.Outcome;
import io.leeway.records.ReleaseRole;
import io.leeway.records.Score;
import io.leeway.records.ShopAction;
import io.leeway.shopper.Reason;
import org.junit.jupiter.api.Test;

/** The bytes of each kind of value that more than one stage stores. */
class StateCodecTest {
    private static final Reason REASON = new Reason("a", "bé", "c", 2, 0.5f);

    @Test
    void shopAction() {
        GoldenBytes.require(
                ShopActionCodec.INSTANCE,
                new ShopAction("e", 3, "u", "i", "c", 7, 8),
                "01000000016500000003000000017500000001690000000163000000000000000700000000000000" + "08");
    }

    @Test
    void score() {
        Score score = new Score(
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
                "t",
                0.5f,
                new String[] {"x"},
                new float[] {-0.25f},
                new String[0],
                new float[0],
                new String[] {"y", "z"},
                new float[] {0.5f, 0.25f},
                new Reason[] {REASON},
                1,
                -1,
                3,
                4);
        GoldenBytes.require(
                ScoreCodec.INSTANCE,
                score,
                "0100000001730000000175000000000000000700000005000000016d000000000000000200000006"
                        + "63616e617279000000016400000001660100000001743f00000000000001000000017800000001be"
                        + "8000000000000000000000000000020000000179000000017a000000023f0000003e800000000000"
                        + "010000001e0100000001610000000362c3a9000000016340000000000000003f0000000000000000"
                        + "000001ffffffffffffffff000000000000000300000004");
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
