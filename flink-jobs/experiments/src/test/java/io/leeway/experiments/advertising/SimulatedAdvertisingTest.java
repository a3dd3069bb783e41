package io.leeway.experiments.advertising;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.SimulationInput;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The evaluation of a small shop: who wins, and that its figures are marked as simulated. */
class SimulatedAdvertisingTest {
    @TempDir
    private Path folder;

    @Test
    void valueBidsReturnMoreThanFixedOnesAndTheReportSaysSimulated() throws Exception {
        Evaluation evaluation =
                new SimulatedAdvertising(600, 28, 14, 1).evaluate(SimulationInput.in(folder.resolve("models")));
        Comparison.Difference difference = evaluation.comparison().differences().get("returnOnSpend");
        assertThat(difference).isNotNull();
        double model = evaluation.comparison().model().get("returnOnSpend").value();
        double fixed = evaluation
                .comparison()
                .rules()
                .get(AdvertisingResult.HINDSIGHT)
                .get("returnOnSpend")
                .value();
        assertThat(model).isGreaterThan(1.3 * fixed);
        assertThat(evaluation.facts().get("spend of budget, most")).matches("(100\\.00|\\d{2}\\.\\d{2}) %");
        assertThat(evaluation.headline()).startsWith("Simulated");
        assertThat(evaluation.facts()).containsEntry("simulated", "yes: every figure is of simulated shops");
        assertThat(evaluation.origins().keySet()).allMatch(name -> name.endsWith("(simulated)"));
        Comparison clicks = evaluation.origins().get("shop 1, clicks (simulated)");
        assertThat(clicks).isNotNull();
        assertThat(clicks.model().get("auc").value())
                .isGreaterThan(clicks.rules().get("category-rate").get("auc").value())
                .isGreaterThan(clicks.rules().get("shopper-rate").get("auc").value());
    }
}
