package io.leeway.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {

    private static final Hyperparameters FIVE_PASSES = new Hyperparameters(
            OptionalDouble.of(1e-3),
            Hyperparameters.Schedule.COSINE,
            0.1,
            0.02,
            OptionalInt.of(5),
            3,
            OptionalInt.of(64),
            OptionalDouble.of(1));

    @TempDir
    private Path models;

    private TrainedModel train(long version, long seed, TrainingProgress listener) {
        TrainingOptions options = new TrainingOptions(
                seed,
                version,
                28,
                TrainingOptions.PURCHASE,
                Map.of(),
                models,
                new TrainingBudget(800, 300, 40, 100),
                FIVE_PASSES);
        return new ChurnTrainer(ChurnNetwork.GRU).train(SyntheticChurn.split(700, 250, 2), options, listener);
    }

    /** As a killed process would: what is on disk then is all that is left. */
    private void interrupt(long version, long step) {
        assertThatThrownBy(() -> train(version, 7, (phase, done, total) -> {
                    if (phase.startsWith("training") && done == step) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
    }

    @Test
    void whatWasInterruptedTwiceEndsWithTheSameBits() throws Exception {
        TrainedModel undisturbed = train(1, 7, TrainingProgress.none());
        interrupt(2, 14);
        assertThat(models.resolve("churn/.training-2")).isNotEmptyFile();
        interrupt(2, 33);
        List<Long> steps = new ArrayList<>();
        TrainedModel resumed = train(2, 7, (phase, done, total) -> {
            if (phase.startsWith("training") && done > 0) {
                steps.add(done);
            }
        });

        // 10 steps a pass: three passes were done.
        assertThat(steps.get(0)).isEqualTo(31);
        assertThat(resumed.manifest().files()).isEqualTo(undisturbed.manifest().files());
        assertThat(resumed.manifest().training())
                .isEqualTo(undisturbed.manifest().training());
        assertThat(models.resolve("churn")).isDirectoryNotContaining("glob:**.training*");
    }

    @Test
    void otherOptionsAndDamagedFilesAreRefusedInOneLine() throws Exception {
        interrupt(1, 14);
        assertThatThrownBy(() -> train(1, 8, TrainingProgress.none()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("other data, options or network")
                .hasMessageContaining("remove the file")
                .hasMessageNotContaining("\n");
        Path file = models.resolve("churn/.training-1");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 3));
        assertThatThrownBy(() -> train(1, 7, TrainingProgress.none()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("damaged")
                .hasMessageNotContaining("\n");
    }
}
