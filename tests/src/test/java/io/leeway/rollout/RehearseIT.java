package io.leeway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code leeway rehearse} with a small shop: an upgrade of a build to itself loses nothing. */
@Tag("alone")
class RehearseIT {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void nothingIsLostOrDoubled() throws Exception {
        Path report = folder.resolve("upgrade.json");
        try (LocalProcesses processes = new LocalProcesses(folder)) {
            processes
                    .leeway(
                            "rehearse",
                            "--for",
                            "30s",
                            "--shoppers",
                            "150",
                            "--history-days",
                            "30",
                            "--directory",
                            folder.resolve("rehearsal").toString(),
                            "--report",
                            report.toString())
                    .well();
        }
        JsonNode found = new ObjectMapper().readTree(report.toFile());
        assertThat(found.path("expected").asLong()).isPositive();
        assertThat(found.path("lost").asLong()).isZero();
        assertThat(found.path("doubled").asLong()).isZero();
    }
}
