package io.leeway.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.model.LoadOptions;
import io.leeway.model.ManifestFile;
import io.leeway.model.SavedModel;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.Labels;
import io.leeway.training.dataset.Popularity;
import io.leeway.training.dataset.Successions;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.fitting.ModelExport;
import io.leeway.training.fitting.ServedModel;
import io.leeway.training.fitting.TrainingGraph;
import io.leeway.training.fitting.TrainingObjective;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.TrainedWeights;
import io.leeway.training.network.TransformerArchitecture;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterestTrainerTest {

    private static final TrainingBudget SMALL = new TrainingBudget(800, 300, 40, 100);

    @TempDir
    private Path models;

    private TrainingOptions options(long version, TrainingBudget budget) {
        return new TrainingOptions(
                7, version, 7, TrainingOptions.ACTIVITY, Map.of(), models, budget, Hyperparameters.defaults());
    }

    /** Plenty of actions, and hardly any. */
    @ParameterizedTest
    @CsvSource({"40, 15", "150, 1.5"})
    void theModelIsAheadOfTheRulesAndServable(int categories, double meanActions) {
        TrainedModel model = new InterestTrainer()
                .train(
                        new SyntheticInterest(categories, meanActions, 3).split(4000, 1500),
                        options(1, TrainingBudget.defaults()),
                        TrainingProgress.none());

        Map<String, Double> figures = model.manifest().metrics();
        assertThat(figures.get("hr@10"))
                .isGreaterThan(figures.get("popularity.hr@10") + 0.05)
                .isGreaterThan(figures.get("mostRecent.hr@10"))
                .isBetween(figures.get("hr@10.low"), figures.get("hr@10.high"))
                .isLessThanOrEqualTo(figures.get("inVocabulary"));
        assertThat(figures).containsEntry("rows", 1500.0);
        assertThat(ManifestFile.read(model.directory())).isEqualTo(model.manifest());
        assertThat(model.manifest().vocabulary()).hasSizeBetween(2, categories);
        assertThat(model.manifest().inputs()).containsEntry("interest_long_names", "interest_long.names");
        try (SavedModel served = SavedModel.load(model.directory(), LoadOptions.serving(Task.INTEREST, Map.of()))) {
            assertThat(served.digest()).hasSize(64);
        }
    }

    @Test
    void theSameSeedMakesTheSameModelBitForBitAndAnotherSeedAnother() throws Exception {
        TrainingSplit split = new SyntheticInterest(30, 4, 5).split(1000, 400);
        TrainingOptions otherSeed = new TrainingOptions(
                8, 3, 7, TrainingOptions.ACTIVITY, Map.of(), models, SMALL, Hyperparameters.defaults());

        TrainedModel first = new InterestTrainer().train(split, options(1, SMALL), TrainingProgress.none());
        TrainedModel second = new InterestTrainer().train(split, options(2, SMALL), TrainingProgress.none());
        TrainedModel third = new InterestTrainer().train(split, otherSeed, TrainingProgress.none());

        assertThat(variables(second)).isEqualTo(variables(first));
        assertThat(second.manifest().files()).isEqualTo(first.manifest().files());
        assertThat(variables(third)).isNotEqualTo(variables(first));
        assertThat(second.manifest().metrics()).isEqualTo(first.manifest().metrics());
    }

    private static byte[] variables(TrainedModel model) throws Exception {
        return Files.readAllBytes(model.directory().resolve("variables/variables.data-00000-of-00001"));
    }

    @Test
    void theExportedGraphAnswersLikeTheOneThatTrained() throws Exception {
        List<TrainingExample> examples =
                new SyntheticInterest(12, 4, 9).split(300, 0).train();
        Vocabulary vocabulary = Vocabulary.of(examples, 8);
        Labels labels = InterestTrainer.labels(examples, vocabulary);
        TrainingRows rows = new TrainingRows(
                Task.INTEREST, examples.stream().map(TrainingExample::features).toList(), vocabulary);
        int[] next = examples.stream()
                .mapToInt(example -> vocabulary.id(example.nextCategories()[0]))
                .toArray();
        Architecture architecture = new TransformerArchitecture(
                Popularity.logShares(labels), Successions.of(rows, next, vocabulary.size()));
        int[] order = TrainingRows.inOrder(rows.size());
        float[] trained;
        Map<String, float[]> variables;
        try (TrainingGraph graph =
                new TrainingGraph(Task.INTEREST, architecture, TrainingObjective.DISTRIBUTION, vocabulary.size(), 1)) {
            for (int step = 0; step < 20; step++) {
                graph.step(rows, labels, order, 0, 256, 1e-2);
            }
            trained = graph.answers(rows.asServed(), order, 0, rows.size());
            variables = graph.variables();
        }
        Path directory = models.resolve("exported");
        ModelExport.write(
                directory,
                Task.INTEREST,
                architecture,
                TrainingObjective.DISTRIBUTION,
                new TrainedWeights(variables, 1),
                Optional.empty());

        int width = vocabulary.size();
        try (ServedModel served = new ServedModel(directory, TrainingObjective.DISTRIBUTION)) {
            served.answer(rows, "test", TrainingProgress.none(), (from, to, answers) -> {
                for (int row = from; row < to; row++) {
                    double sum = 0;
                    for (int id = 0; id < width; id++) {
                        float answer = answers[(row - from) * width + id];
                        assertThat(answer).isCloseTo(trained[row * width + id], within(1e-6f));
                        sum += answer;
                    }
                    assertThat(answers[(row - from) * width]).isZero();
                    assertThat(sum).isCloseTo(1, within(1e-5));
                }
            });
        }
    }

    @Test
    void whatDoesNotSufficeIsRefusedInOneLine() {
        TrainingSplit good = new SyntheticInterest(20, 4, 5).split(300, 100);
        List<TrainingExample> unknown = good.train().stream()
                .map(e -> new TrainingExample(e.features(), -1, e.nextCategories(), e.nextWeights(), false))
                .toList();
        List<TrainingExample> silent = good.train().stream()
                .map(e -> new TrainingExample(e.features(), -1, new String[0], new float[0], true))
                .toList();

        refused(new TrainingSplit(good.train().subList(0, 50), good.test()), "at least 100", "among 50");
        refused(new TrainingSplit(unknown, good.test()), "ends before in all 300", "shorter --horizon");
        refused(new TrainingSplit(silent, good.test()), "at least 100", "found 0 among 300");
        refused(new TrainingSplit(good.train(), List.of()), "at least 20", "to be measured on");
        refused(new SyntheticInterest(1, 4, 5).split(300, 100), "at least 2 categories", "found 1");
        assertThat(models).isEmptyDirectory();
    }

    private void refused(TrainingSplit split, String... parts) {
        assertThatThrownBy(() -> new InterestTrainer().train(split, options(1, SMALL), TrainingProgress.none()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }
}
