package io.leeway.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.evaluation.page.EvaluationJson;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BoundTest {
    private static final Figure AUC = Figure.gain("auc");
    private static final boolean[] AWAY = {true, true, false, false, true, true, false, false};
    private static final List<String> USERS =
            IntStream.range(0, AWAY.length).mapToObj(i -> "u" + i).toList();
    private static final double[] BEST = {9, 8, 2, 1, 9, 8, 2, 1};
    /** Of each four pairs, one in the wrong order: an AUC of .75. */
    private static final double[] MODEL = {9, 4, 5, 1, 9, 4, 5, 1};

    private static Contestant contestant(String name, double[] scores) {
        return new ScoredOutcomes(scores, AWAY, false, OptionalDouble.empty()).contestant(name);
    }

    private static Bound bound(double[] model) {
        return Bound.of(USERS, contestant("model", model), contestant("bayes", BEST), Map.of(AUC, 0.5), 3);
    }

    @Test
    void itIsThePartOfTheBestThatIsAboveChance() {
        Bound bound = bound(MODEL);
        Comparison.Estimate reached = bound.reached().get("auc");

        assertThat(bound.figures().get("auc").value()).isEqualTo(1);
        assertThat(reached.value()).isCloseTo(0.5, Offset.offset(1e-12));
        assertThat(reached.low()).isLessThan(0.5);
        assertThat(reached.high()).isGreaterThan(0.5);
        assertThat(bound.reached()).containsOnlyKeys("auc");
    }

    @Test
    void whoIsTheBestReachesAllOfItOnEveryDraw() {
        assertThat(bound(BEST).reached().get("auc")).isEqualTo(new Comparison.Estimate(1, 1, 1));
    }

    @Test
    void theReportHasItByItsNameAndReportsOfRealShopsHaveNone() {
        Comparison comparison = Comparison.of(USERS, contestant("model", MODEL), List.of(), 3);
        Evaluation real =
                new Evaluation("churn", "", List.of(), Map.of(), comparison, Map.of(), List.of(), List.of(), null);
        Evaluation simulated = new Evaluation(
                "simulated-churn", "", List.of(), Map.of(), comparison, Map.of(), List.of(), List.of(), bound(MODEL));

        ObjectNode json = EvaluationJson.of(simulated);

        assertThat(json.at("/bayes/auc").asDouble()).isEqualTo(1);
        assertThat(json.at("/bayes/reached/auc").asDouble()).isCloseTo(0.5, Offset.offset(1e-12));
        assertThat(json.at("/bayes/reachedIntervals/auc/low").isNumber()).isTrue();
        assertThat(EvaluationJson.of(real).has("bayes")).isFalse();
    }
}
