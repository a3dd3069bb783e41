package io.leeway.experiments.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.evaluation.Comparison.Estimate;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.page.EvaluationHtml;
import io.leeway.experiments.SimulationInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class SimulatedPricesTest {

    /**
     * Two shops of a quarter of the size: enough for order and sign, not for the figures of the
     * report.
     */
    @Test
    void inSmallShopsTheEstimateIsBetterThanTheRules(@TempDir Path folder) throws Exception {
        Evaluation evaluation = new SimulatedPrices(2, 1000, 84).evaluate(SimulationInput.in(folder.resolve("models")));

        Map<String, Estimate> model = evaluation.comparison().model();
        double order = model.get("rank-correlation").value();
        assertThat(order).isGreaterThan(0.6);
        assertThat(model.get("sign").value()).isGreaterThan(0.8);
        assertThat(evaluation.comparison().rules()).containsOnlyKeys("sales-over-price", "dear-is-sensitive");
        evaluation.comparison().rules().forEach((name, figures) -> assertThat(
                        figures.get("rank-correlation").value())
                .as(name)
                .isLessThan(order));
        assertThat(Double.parseDouble(evaluation.facts().get("interval95.covers")))
                .isGreaterThan(0.8);
        EvaluationChart.Points points =
                (EvaluationChart.Points) evaluation.charts().get(0);
        assertThat(points.points()).hasSize(45);
        Path page = folder.resolve("page.html");
        EvaluationHtml.write(evaluation, page);
        assertThat(Files.readString(page)).contains("<title>pets/dog: ").contains("SIMULATED");
    }

    /** The figures that are quoted. */
    @Test
    @EnabledIfSystemProperty(
            named = "leeway.decisions",
            matches = "true",
            disabledReason = "it takes a minute; -Dleeway.decisions=true runs it")
    void inShopsOfTheReportsSizeTheOrderIsRecovered(@TempDir Path folder) throws Exception {
        Evaluation evaluation = new SimulatedPrices().evaluate(SimulationInput.in(folder.resolve("models")));

        assertThat(Double.parseDouble(evaluation.facts().get("rankCorrelation.lowest")))
                .isGreaterThanOrEqualTo(0.8);
        Estimate order = evaluation.comparison().model().get("rank-correlation");
        assertThat(order.low()).isGreaterThanOrEqualTo(0.8);
        assertThat(evaluation.comparison().differences().get("rank-correlation").isWin())
                .isTrue();
    }
}
