package io.leeway.experiments;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.jobs.JobException;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.HistoryLine;
import io.leeway.simulator.shoppers.PlantingRates;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.sources.importers.HistoryIndex;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every evaluation is given: its input, and for some a shop that is simulated. */
class SimulatedHistoryTest {
    private static final ShopSettings SMALL =
            SimulatedHistory.settings(3).withShoppers(20).withHistoryDays(10).withPlanting(PlantingRates.nothing());

    @TempDir
    private Path folder;

    private static List<String> simulated() {
        List<String> lines = new ArrayList<>();
        for (Iterator<HistoryLine> history = new SimulatedShop(SMALL).history(); history.hasNext(); ) {
            lines.add(new String(history.next().value(), UTF_8));
        }
        return lines;
    }

    private static List<String> read(Path history, HistoryIndex index) throws IOException {
        List<String> lines = new ArrayList<>();
        for (HistoryIndex.Slice slice : index.slices()) {
            lines.addAll(Files.readAllLines(history.resolve(slice.file())));
        }
        return lines;
    }

    @Test
    void theWrittenHistoryIsTheShopsAndTheInputAsksOfIt() throws Exception {
        List<String> phases = new ArrayList<>();
        EvaluationInput given = new EvaluationInput(
                () -> {
                    throw new AssertionError("no job is run");
                },
                null,
                Path.of("dataset"),
                "taobao",
                Instant.EPOCH,
                Duration.ofDays(3),
                2,
                11,
                folder.resolve("models"),
                (phase, done, total) -> phases.add(phase + " " + done + "/" + total));
        EvaluationInput written = SimulatedHistory.written(given, new SimulatedShop(SMALL), "-shop");

        List<String> lines = simulated();
        assertThat(lines).hasSizeGreaterThan(100);
        assertThat(written.requireHistory()).isEqualTo(folder.resolve("models-shop"));
        assertThat(written.index().events()).isEqualTo(lines.size());
        assertThat(read(written.requireHistory(), written.index())).containsExactlyElementsOf(lines);
        assertThat(phases).startsWith("simulating 0/10").endsWith("simulating 10/10");
        // A simulated shop is no public dataset: notes on one are not shown for it.
        assertThat(written.format()).isNull();
        assertThatThrownBy(written::requireDataset)
                .isInstanceOf(JobException.class)
                .hasMessage("Expected --dataset, found none; name a folder or file");
        assertThat(List.of(written.cut(), written.horizon(), written.origins(), written.seed(), written.work()))
                .isEqualTo(List.of(Instant.EPOCH, Duration.ofDays(3), 2, 11L, folder.resolve("models")));
    }

    @Test
    void shopsOfDifferentSeedsDiffer() {
        assertThat(SimulatedHistory.settings(3)).isEqualTo(SimulatedHistory.settings(3));
        assertThat(SimulatedHistory.settings(3).shoppers()).isEqualTo(SimulatedHistory.SHOPPERS);
        assertThat(SimulatedHistory.settings(3).historyDays()).isEqualTo(SimulatedHistory.DAYS);
        assertThat(new SimulatedShop(SMALL.withSeed(4)).history().next().value())
                .isNotEqualTo(new SimulatedShop(SMALL).history().next().value());
    }

    @Test
    void whatIsMissingIsSaidInALine() {
        EvaluationInput input = SimulationInput.in(folder);
        assertThatThrownBy(input::requireHistory)
                .isInstanceOf(JobException.class)
                .hasMessage("Expected --history or --dataset, found neither; name a folder or file");
        assertThatThrownBy(() -> input.withHistory(folder.resolve("absent")).index())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("absent");
        assertThatThrownBy(() -> new EvaluationInput(
                        input.environment(), null, null, null, null, null, -1, 7, folder, TrainingProgress.none()))
                .isInstanceOf(JobException.class)
                .hasMessage("Expected a number of earlier cuts of at least 0, found -1");
    }

    @Test
    void aModelIsTrainedByTheEvaluationsSeedAndHorizon() {
        TrainingOptions options = SimulationInput.in(folder)
                .training(Duration.ofHours(36), true, folder, TrainingBudget.defaults(), Hyperparameters.defaults());
        assertThat(options.seed()).isEqualTo(7);
        assertThat(options.version()).isOne();
        assertThat(options.labels().horizonDays()).isEqualTo(1.5);
        assertThat(options.labels().returnEvent()).isEqualTo("purchase");
        assertThat(options.labels().profile()).isNotEmpty();
    }
}
