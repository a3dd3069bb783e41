package io.leeway.experiments.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.evaluation.Bound;
import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.experiments.SimulationInput;
import io.leeway.training.options.TrainingBudget;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop so small and a model so little trained that only what has to hold of every shop does. */
class SimulatedDriftTest {

    @Test
    void theFiguresAgreeWithEachOther(@TempDir Path folder) throws Exception {
        Evaluation evaluation = new SimulatedDrift(100, 60, 0.3, new TrainingBudget(300, 60, 10, 100))
                .evaluate(SimulationInput.in(folder.resolve("models")));

        Map<String, String> facts = evaluation.facts();
        Comparison direction = evaluation.comparison();
        Bound bound = Objects.requireNonNull(evaluation.bound());
        double model = direction.model().get("direction@1").value();
        double bayes = bound.figures().get("direction@1").value();
        assertThat(bayes).isGreaterThanOrEqualTo(model).isGreaterThan(0.5).isLessThanOrEqualTo(1);
        assertThat(bound.reached().get("direction@1").value()).isEqualTo(model / bayes);
        assertThat(direction.rules()).containsOnlyKeys("short-less-long", "most-recent", "popularity");
        assertThat(direction.rules().values())
                .allSatisfy(rule -> assertThat(rule.get("direction@1").value()).isLessThanOrEqualTo(bayes));
        assertThat(direction.rows()).isEqualTo(count(facts, "direction.rows")).isPositive();
        assertThat(evaluation.origins()).containsOnlyKeys("drift as planted", "drift as realised");
        assertThat(count(facts, "planted.rows")).isEqualTo(count(facts, "laterRows"));
        // Every shopper that is asked drifts.
        assertThat(count(facts, "planted.drifting")).isGreaterThanOrEqualTo(direction.rows());
        assertThat(count(facts, "planted.drifting")).isLessThan(count(facts, "planted.rows"));
        assertThat(count(facts, "realised.rows")).isPositive().isLessThan(count(facts, "laterRows"));
        assertThat(Double.parseDouble(facts.getOrDefault("planted.auc.hiddenInterest", "0")))
                .isGreaterThan(0.6);
        EvaluationChart.Heat heat = (EvaluationChart.Heat) evaluation.charts().get(0);
        assertThat(Arrays.stream(heat.values()).flatMapToDouble(Arrays::stream).sum())
                .isLessThanOrEqualTo(direction.rows())
                .isPositive();
        assertThat(evaluation.protocol().get(0)).startsWith("SIMULATED");
    }

    private static int count(Map<String, String> facts, String name) {
        return Integer.parseInt(facts.getOrDefault(name, "-1"));
    }
}
