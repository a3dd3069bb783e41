package io.leeway.training.reasons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.model.ManifestFile;
import io.leeway.model.answers.Explanations;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.training.ChurnTrainer;
import io.leeway.training.SyntheticChurn;
import io.leeway.training.TrainedModel;
import io.leeway.training.dataset.NetworkInputs;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.fitting.ModelExport;
import io.leeway.training.fitting.TrainingObjective;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.network.Layers;
import io.leeway.training.network.NetworkParameters;
import io.leeway.training.network.ShopperBaseline;
import io.leeway.training.network.TrainedWeights;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class IntegratedGradientsTest {

    private static final TrainingSplit SPLIT = SyntheticChurn.split(700, 250, 2);
    private static final Map<String, Long> PROFILE = Map.of("recentActions", 32L);

    @TempDir
    private Path models;

    /** What TensorFlow alone says of rows, as any server of SavedModels would. */
    private static Map<String, float[]> call(
            SavedModelBundle bundle, String signature, TrainingRows rows, int from, int to) {
        Map<String, Tensor> fed = rows.tensors(TrainingRows.inOrder(rows.size()), from, to);
        Map<String, float[]> answers = new LinkedHashMap<>();
        try (Result result = bundle.function(signature).call(fed)) {
            result.forEach(output -> answers.put(output.getKey(), TrainingRows.floats((TFloat32) output.getValue())));
        } finally {
            fed.values().forEach(Tensor::close);
        }
        return answers;
    }

    private static TrainingRows rows(List<TrainingExample> examples) {
        return new TrainingRows(
                Task.CHURN, examples.stream().map(TrainingExample::features).toList(), new Vocabulary(List.of()));
    }

    /** All attributions of a row, in the order of a vector's numbers. */
    private static float[] attributions(Map<String, float[]> answers, int row) {
        float[] all = new float[Task.CHURN.numbers()];
        for (FeatureSpec feature : Task.CHURN.features()) {
            float[] values = answers.get("attribution_" + feature.name());
            System.arraycopy(values, row * feature.width(), all, Task.CHURN.offset(feature), feature.width());
        }
        return all;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private TrainedModel train(ChurnNetwork network) {
        return new ChurnTrainer(network)
                .train(
                        SPLIT,
                        new TrainingOptions(
                                7,
                                1,
                                28,
                                TrainingOptions.PURCHASE,
                                PROFILE,
                                models,
                                new TrainingBudget(700, 250, 60, 100),
                                Hyperparameters.defaults()),
                        TrainingProgress.none());
    }

    /**
     * The paper's completeness, by TensorFlow alone on the model as it lies on disk; and the same
     * whatever the batch.
     */
    @ParameterizedTest
    @EnumSource(ChurnNetwork.class)
    void attributionsAddUpToTheDifferenceOfScores(ChurnNetwork network) throws Exception {
        TrainedModel model = train(network);
        TrainingRows rows = rows(SPLIT.test());
        try (SavedModelBundle bundle = SavedModelBundle.load(model.directory().toString(), ModelExport.TAG)) {
            Map<String, float[]> together = call(bundle, Explanations.SIGNATURE, rows, 0, 100);
            float[] probabilities =
                    call(bundle, ModelExport.SIGNATURE, rows, 0, 100).get("probability");
            double differences = 0;
            for (int row = 0; row < 100; row++) {
                double score = together.get("score")[row];
                double difference = score - together.get("baseline_score")[row];
                assertThat(sum(attributions(together, row)))
                        .as("row %d, score %s", row, score)
                        .isCloseTo(difference, within(0.02 + 0.02 * Math.abs(difference)));
                assertThat(1 / (1 + Math.exp(-score))).isCloseTo(probabilities[row], within(1e-5));
                differences += Math.abs(difference);
            }
            assertThat(differences / 100).as("there is something to explain").isGreaterThan(0.2);
            for (int row = 0; row < 100; row += 7) {
                Map<String, float[]> alone = call(bundle, Explanations.SIGNATURE, rows, row, row + 1);
                assertThat(attributions(alone, 0)).containsExactly(attributions(together, row), within(1e-5f));
            }
        }
        assertThat(ManifestFile.read(model.directory()).training().get("reasons.baseline"))
                .startsWith("the mean of ")
                .endsWith("shoppers who came back");
    }

    /** A straight line: what a number adds is its weight times its distance from the baseline's. */
    @Test
    void ofALinearNetworkAttributionsAreExact() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        float[] weights = new float[Task.CHURN.numbers()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextDouble(-1, 1);
        }
        ShopperBaseline baseline = new ShopperBaseline(Task.CHURN, weights.clone(), "any");
        ModelExport.write(
                models,
                Task.CHURN,
                new Linear(),
                TrainingObjective.BINARY,
                new TrainedWeights(Map.of("weights", weights), 1),
                Optional.of(baseline));
        List<FeatureVector> vectors =
                SPLIT.test().stream().map(TrainingExample::features).toList();
        try (SavedModelBundle bundle = SavedModelBundle.load(models.toString(), ModelExport.TAG)) {
            Map<String, float[]> answers = call(bundle, Explanations.SIGNATURE, rows(SPLIT.test()), 0, 20);
            for (int row = 0; row < 20; row++) {
                float[] expected = new float[weights.length];
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = weights[i] * (vectors.get(row).numbers()[i] - weights[i]);
                }
                assertThat(attributions(answers, row)).containsExactly(expected, within(2e-5f));
            }
        }
    }

    /**
     * The second signature has no weights of its own: the file of variables is as long as without
     * it.
     */
    @Test
    void variablesAreThereOnce() throws Exception {
        float[] weights = new float[Task.CHURN.numbers()];
        Path with = models.resolve("with");
        Path without = models.resolve("without");
        Optional<ShopperBaseline> baseline = Optional.of(new ShopperBaseline(Task.CHURN, weights, "any"));
        for (Path folder : List.of(with, without)) {
            ModelExport.write(
                    folder,
                    Task.CHURN,
                    new Linear(),
                    TrainingObjective.BINARY,
                    new TrainedWeights(Map.of("weights", weights), 1),
                    folder.equals(with) ? baseline : Optional.empty());
        }
        String variables = "variables/variables.data-00000-of-00001";
        assertThat(Files.size(with.resolve(variables))).isEqualTo(Files.size(without.resolve(variables)));
        try (SavedModelBundle bundle = SavedModelBundle.load(without.toString(), ModelExport.TAG)) {
            assertThat(bundle.signatures()).hasSize(1);
        }
    }

    private static final class Linear implements Architecture {
        @Override
        public String name() {
            return "linear";
        }

        @Override
        public Operand<TFloat32> logits(Ops tf, NetworkInputs inputs, NetworkParameters parameters) {
            Layers layers = new Layers(tf, parameters);
            List<Operand<TFloat32>> flat = new ArrayList<>();
            for (FeatureSpec feature : Task.CHURN.features()) {
                flat.add(layers.reshape(inputs.numbers(feature.name()), -1, feature.width()));
            }
            return tf.linalg.matMul(layers.beside(flat), parameters.matrix("weights", Task.CHURN.numbers(), 1));
        }
    }
}
