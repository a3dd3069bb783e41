package io.leeway.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.model.LoadOptions;
import io.leeway.model.ManifestFile;
import io.leeway.model.ModelManifest;
import io.leeway.model.SavedModel;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChurnTrainerTest {

    private static final Map<String, Long> PROFILE = Map.of("recentActions", 32L);
    private static final TrainingBudget SMALL = new TrainingBudget(800, 300, 40, 100);

    @TempDir
    private Path models;

    private TrainingOptions options(long version, TrainingBudget budget) {
        return new TrainingOptions(
                7, version, 28, TrainingOptions.PURCHASE, PROFILE, models, budget, Hyperparameters.defaults());
    }

    @Test
    void theModelIsAheadOfTheRulesAndServable() {
        TreeSet<String> phases = new TreeSet<>();
        TrainedModel model = new ChurnTrainer(ChurnNetwork.GRU)
                .train(
                        SyntheticChurn.split(3000, 1500, 1),
                        options(3, TrainingBudget.defaults()),
                        (phase, done, total) -> {
                            assertThat(done).isBetween(0L, total);
                            phases.add(phase);
                        });

        ModelManifest manifest = model.manifest();
        Map<String, Double> figures = manifest.metrics();
        assertThat(figures.get("auc"))
                .isGreaterThan(figures.get("recency.auc") + 0.01)
                .isGreaterThan(figures.get("frequency.auc") + 0.01)
                .isBetween(figures.get("auc.low"), figures.get("auc.high"));
        assertThat(figures.get("logLoss")).isLessThan(figures.get("baseRate.logLoss") - 0.1);
        assertThat(figures).containsEntry("rows", 1500.0);
        assertThat(phases).containsExactly("measuring churn", "training churn");
        assertThat(model.directory()).isEqualTo(models.resolve("churn").resolve("3"));
        assertThat(ManifestFile.read(model.directory())).isEqualTo(manifest);
        assertThat(manifest.inputs()).hasSize(Task.CHURN.features().size()).containsEntry("weeks", "weeks");
        assertThat(manifest.training()).containsEntry("seed", "7").containsEntry("rows", "3000");
        assertThat(manifest.files()).containsKeys("saved_model.pb", "golden.json");
        try (SavedModel served = SavedModel.load(model.directory(), LoadOptions.serving(Task.CHURN, PROFILE))) {
            assertThat(served.manifest()).contains(manifest);
        }
        assertThatThrownBy(() -> new ChurnTrainer(ChurnNetwork.GRU)
                        .train(
                                SyntheticChurn.split(300, 100, 1),
                                options(3, TrainingBudget.defaults()),
                                TrainingProgress.none()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("give another --version");
    }

    /**
     * Dense layers see the weeks side by side: ahead of the rules too, and served as any churn
     * model is.
     */
    @Test
    void theDenseNetworkIsAheadOfTheRulesAndServable() {
        TrainedModel model = new ChurnTrainer(ChurnNetwork.DNN)
                .train(
                        SyntheticChurn.split(3000, 1500, 1),
                        options(4, TrainingBudget.defaults()),
                        TrainingProgress.none());

        Map<String, Double> figures = model.manifest().metrics();
        assertThat(figures.get("auc"))
                .isGreaterThan(figures.get("recency.auc") + 0.01)
                .isGreaterThan(figures.get("frequency.auc") + 0.01);
        assertThat(figures.get("logLoss")).isLessThan(figures.get("baseRate.logLoss") - 0.1);
        assertThat(model.manifest().training()).containsEntry("architecture", "dnn-64-32");
        assertThat(model.manifest().inputs()).hasSize(Task.CHURN.features().size());
        try (SavedModel served = SavedModel.load(model.directory(), LoadOptions.serving(Task.CHURN, PROFILE))) {
            assertThat(served.manifest()).contains(model.manifest());
        }
    }

    @Test
    void theSameExamplesInAnyOrderMakeTheSameModelBitForBit() throws Exception {
        TrainingSplit split = SyntheticChurn.split(700, 250, 2);
        List<TrainingExample> train = new ArrayList<>(split.train());
        List<TrainingExample> test = new ArrayList<>(split.test());
        Collections.shuffle(train, new Random(1));
        Collections.shuffle(test, new Random(2));

        TrainedModel first =
                new ChurnTrainer(ChurnNetwork.GRU).train(split, options(1, SMALL), TrainingProgress.none());
        TrainedModel second = new ChurnTrainer(ChurnNetwork.GRU)
                .train(new TrainingSplit(train, test), options(2, SMALL), TrainingProgress.none());

        assertThat(variables(second)).isEqualTo(variables(first));
        assertThat(second.manifest().files()).isEqualTo(first.manifest().files());
        assertThat(second.manifest().metrics()).isEqualTo(first.manifest().metrics());
        assertThat(second.manifest().training()).isEqualTo(first.manifest().training());
        assertThat(first.manifest().training().get("steps")).isNotEqualTo("0");
    }

    private static byte[] variables(TrainedModel model) throws Exception {
        return Files.readAllBytes(model.directory().resolve("variables/variables.data-00000-of-00001"));
    }

    @Test
    void whatDoesNotSufficeIsRefusedInOneLine() throws Exception {
        TrainingSplit good = SyntheticChurn.split(300, 100, 3);
        List<TrainingExample> unknown = good.train().stream()
                .map(e -> new TrainingExample(e.features(), -1, e.nextCategories(), e.nextWeights(), true))
                .toList();
        List<TrainingExample> back =
                good.train().stream().filter(e -> e.returned() == 1).toList();
        List<TrainingExample> away =
                good.test().stream().filter(e -> e.returned() == 0).toList();

        refused(new TrainingSplit(good.train().subList(0, 40), good.test()), "at least 100", "found 40");
        refused(new TrainingSplit(good.train(), List.of()), "at least 20", "found 0");
        refused(new TrainingSplit(unknown, good.test()), "ends before in all 300", "shorter --horizon");
        refused(new TrainingSplit(back, good.test()), "found only shoppers who came back", "shorter --horizon");
        refused(new TrainingSplit(good.train(), away), "found only shoppers who did not", "longer --horizon");
        assertThat(models).isEmptyDirectory();
    }

    private void refused(TrainingSplit split, String... parts) {
        assertThatThrownBy(() ->
                        new ChurnTrainer(ChurnNetwork.GRU).train(split, options(1, SMALL), TrainingProgress.none()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> options(0, SMALL)).hasMessageContaining("--version");
        assertThatThrownBy(() -> new TrainingOptions.LabelOptions(-2, "purchase", PROFILE))
                .hasMessageContaining("--horizon");
        assertThatThrownBy(() -> new TrainingOptions.LabelOptions(2, "visit", PROFILE))
                .hasMessageContaining("purchase or activity");
    }
}
