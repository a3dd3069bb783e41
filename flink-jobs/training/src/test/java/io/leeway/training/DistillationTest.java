package io.leeway.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.model.ManifestFile;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.fitting.ModelExport;
import io.leeway.training.fitting.ServedModel;
import io.leeway.training.fitting.TrainingGraph;
import io.leeway.training.fitting.TrainingObjective;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.network.TrainedWeights;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import io.leeway.training.options.WeightStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistillationTest {

    @TempDir
    private Path models;

    private TrainingOptions options(long version, double horizonDays, boolean distil) {
        return new TrainingOptions(
                7,
                version,
                new TrainingOptions.LabelOptions(horizonDays, TrainingOptions.ACTIVITY, Map.of()),
                models,
                new TrainingBudget(1500, 400, 200, 100),
                Hyperparameters.defaults(),
                0,
                Optional.empty(),
                distil,
                "test");
    }

    @Test
    void variantsAreServableSmallerAndAboutAsGood() {
        TrainingSplit split = new SyntheticInterest(40, 8, 3).split(1500, 400);
        new InterestTrainer().train(split, options(1, 7, true), TrainingProgress.none());
        new InterestTrainer().train(split, options(2, 7, true), TrainingProgress.none());

        List<FeatureVector> vectors =
                split.test().stream().map(TrainingExample::features).toList();
        AtomicLong clock = new AtomicLong();
        List<ModelComparison.Entry> entries = ModelComparison.of(
                Task.INTEREST,
                ModelComparison.directories(models, Task.INTEREST, 1),
                vectors,
                () -> clock.addAndGet(1_000_000_000));

        assertThat(entries)
                .extracting(ModelComparison.Entry::name)
                .containsExactly("interest", "interest-bfloat16", "interest-uint8", "interest-student");
        ModelComparison.Entry teacher = entries.get(0);
        assertThat(entries.get(1).variableBytes()).isLessThan((long) (0.65 * teacher.variableBytes()));
        assertThat(entries.get(2).variableBytes()).isLessThan(entries.get(1).variableBytes());
        assertThat(entries.get(3).variableBytes()).isLessThan((long) (0.5 * teacher.variableBytes()));
        for (ModelComparison.Entry entry : entries) {
            assertThat(entry.rowsPerSecond()).isEqualTo(400);
            assertThat(entry.metrics().get("hr@10"))
                    .as(entry.name())
                    .isCloseTo(teacher.metrics().get("hr@10"), within(0.05))
                    .isGreaterThan(entry.metrics().get("popularity.hr@10"));
        }
        for (Path directory : ModelComparison.directories(models, Task.INTEREST, 1)) {
            Path again = directory.resolveSibling("2");
            assertThat(ManifestFile.read(again).files())
                    .as(directory.toString())
                    .isEqualTo(ManifestFile.read(directory).files());
        }
    }

    /** Answers of rounded weights are near the trained ones' and not equal to them. */
    @Test
    void roundedWeightsAnswerAlmostTheSame() throws Exception {
        List<FeatureVector> vectors = SyntheticChurn.split(200, 0, 4).train().stream()
                .map(TrainingExample::features)
                .toList();
        TrainingRows rows = new TrainingRows(Task.CHURN, vectors, new Vocabulary(List.of()));
        Architecture architecture = ChurnNetwork.GRU.over(vectors, 0.3, 0);
        Map<String, float[]> variables;
        try (TrainingGraph graph = new TrainingGraph(Task.CHURN, architecture, TrainingObjective.BINARY, 1, 1)) {
            variables = graph.variables();
        }
        float[] exact = answers(architecture, new TrainedWeights(variables, 1), rows);
        for (WeightStorage storage : List.of(WeightStorage.BFLOAT16, WeightStorage.UINT8)) {
            float[] rounded = answers(architecture, new TrainedWeights(variables, 1, storage), rows);

            assertThat(rounded).isNotEqualTo(exact).containsExactly(exact, within(0.02f));
        }
    }

    private float[] answers(Architecture architecture, TrainedWeights weights, TrainingRows rows) throws Exception {
        Path directory = models.resolve(weights.storage().id());
        ModelExport.write(directory, Task.CHURN, architecture, TrainingObjective.BINARY, weights, Optional.empty());
        float[] all = new float[rows.size()];
        try (ServedModel model = new ServedModel(directory, TrainingObjective.BINARY)) {
            model.answer(
                    rows,
                    "",
                    TrainingProgress.none(),
                    (from, to, answers) -> System.arraycopy(answers, 0, all, from, to - from));
        }
        return all;
    }
}
