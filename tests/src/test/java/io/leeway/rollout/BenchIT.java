package io.leeway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code leeway bench} to its end, as small as it can be: every part runs; its figures say nothing. */
class BenchIT {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void everyPartRunsAndIsInTheReport() throws Exception {
        Path report = folder.resolve("b.json");
        try (LocalProcesses processes = new LocalProcesses(folder)) {
            String said = processes
                    .leeway("bench", "--size", "0.01", "--rounds", "1", "--report", report.toString())
                    .well();
            assertThat(said).contains("figures are in " + report).doesNotContain("absl::", "MLIR");
        }
        JsonNode found = new ObjectMapper().readTree(report.toFile());
        assertThat(found.path("results").findValuesAsText("name"))
                .contains(
                        "bundle-over-raw",
                        "bundle-over-per-row",
                        "ml-predict-over-single",
                        "ml-predict-over-udf",
                        "ml-predict-over-operator",
                        "job-over-no-model",
                        "latency",
                        "features",
                        "state-bytes-per-user",
                        "checkpoint",
                        "growth",
                        "backfill",
                        "reasons-over-score",
                        "methods");
    }
}
