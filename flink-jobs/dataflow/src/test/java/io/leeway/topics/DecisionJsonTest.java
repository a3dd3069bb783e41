package io.leeway.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.Outcome;
import io.leeway.records.SinkRecord;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DecisionJsonTest {

    private static final Decision OFFER = new Decision(
            Decision.id(DecisionKind.OFFER, "u1", 1_000, ""),
            DecisionKind.OFFER,
            "u1",
            1_000,
            "s1",
            "uplift",
            3,
            "coupon-10",
            0.25,
            0.4,
            false,
            2.5);

    @Test
    void aDecisionComesBackAsItWent() {
        SinkRecord sent = DecisionJson.outgoing(Topics.OFFERS, OFFER, DecisionJson.object(OFFER));

        assertThat(sent.key()).isEqualTo("u1".getBytes(StandardCharsets.UTF_8));
        assertThat(DecisionJson.decisions(Objects.requireNonNull(sent.value()))).containsExactly(OFFER);
    }

    @Test
    void aListIsADecisionAnItem() {
        ObjectNode list = DecisionJson.object(new Decision(
                "list", DecisionKind.RECOMMENDATION, "u1", 1_000, "s1", "items", 2, "list", 1, Double.NaN, false, 0));
        list.putArray("items")
                .add(list.objectNode()
                        .put("item", "i7")
                        .put("position", 0)
                        .put("propensity", 0.9)
                        .put("predicted", 0.1))
                .add(list.objectNode().put("item", "i3").put("position", 1).put("propensity", 0.5));

        assertThat(DecisionJson.decisions(list.toString().getBytes(StandardCharsets.UTF_8)))
                .extracting(Decision::id, Decision::action, Decision::propensity, Decision::predicted)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("list-0", "i7", 0.9, 0.1),
                        org.assertj.core.groups.Tuple.tuple("list-1", "i3", 0.5, Double.NaN));
    }

    @Test
    void anOutcomeComesBackAsItWent() {
        Outcome outcome = new Outcome("list-0", "u1", Outcome.Kind.CLICK, 2_000, 1.5);

        assertThat(DecisionJson.outcome(
                        Objects.requireNonNull(DecisionJson.outgoing(outcome).value())))
                .isEqualTo(outcome);
    }

    @Test
    void whatIsMissingIsNamed() {
        byte[] json = "{\"id\":\"a\",\"kind\":\"offer\",\"user\":\"u1\"}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> DecisionJson.decisions(json)).hasMessageContaining("field asOf");
    }

    @Test
    void anImpossiblePropensityIsRefused() {
        assertThatThrownBy(() -> new Decision("a", DecisionKind.AD, "u1", 0, "", "", 0, "x", 0, Double.NaN, false, 0))
                .hasMessageContaining("propensity");
    }
}
