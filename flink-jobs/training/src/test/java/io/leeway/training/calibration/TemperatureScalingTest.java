package io.leeway.training.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.evaluation.Reliability;
import io.leeway.model.LoadOptions;
import io.leeway.model.SavedModel;
import io.leeway.model.TensorColumn;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.SyntheticChurn;
import io.leeway.training.dataset.Labels;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.fitting.ModelExport;
import io.leeway.training.fitting.TrainingGraph;
import io.leeway.training.fitting.TrainingObjective;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.DnnArchitecture;
import io.leeway.training.network.TrainedWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureScalingTest {

    private static final int ROWS = 4000;
    private static final List<String> USERS =
            IntStream.range(0, ROWS).mapToObj(i -> "u" + i).toList();

    /** Logits that are so many times what they should be, and outcomes drawn as they should be. */
    private static ValidationAnswers validation(int width, double times, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] logits = new float[ROWS * width];
        int[][] columns = new int[ROWS][];
        float[][] shares = new float[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            double[] weights = new double[Math.max(2, width)];
            double sum = width == 1 ? 1 : 0;
            for (int c = 0; c < width; c++) {
                double z = 1.5 * random.nextGaussian();
                logits[row * width + c] = (float) (times * z);
                weights[c] = Math.exp(z);
                sum += weights[c];
            }
            double at = random.nextDouble() * sum;
            int drawn = 0;
            while (drawn < width - 1 && at >= weights[drawn]) {
                at -= weights[drawn++];
            }
            columns[row] = new int[] {width == 1 ? 0 : drawn};
            shares[row] = new float[] {width > 1 || at < weights[0] ? 1 : 0};
        }
        return new ValidationAnswers(logits, new Labels(width, columns, shares), 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12})
    void findsByHowMuchLogitsWereTooLarge(int width) {
        for (double times : new double[] {0.5, 2.5}) {
            ValidationAnswers rows = validation(width, times, 3);
            double temperature = TemperatureScaling.of(rows, USERS);

            assertThat(temperature).isCloseTo(times, within(0.12 * times));
            // The best of a grid around it is no better: the slow way to the same number.
            for (double other = 0.8; other < 1.25; other += 0.01) {
                assertThat(rows.loss(temperature)).isLessThanOrEqualTo(rows.loss(temperature * other) + 1e-9);
            }
            assertThat(rows.reliability(temperature).expectedError())
                    .isLessThan(rows.reliability(1).expectedError() - 0.02)
                    .isLessThan(0.03);
        }
    }

    @Test
    void leavesAloneWhatMeansWhatItSays() {
        long changed = IntStream.range(0, 20)
                .filter(seed -> TemperatureScaling.of(validation(1, 1, seed), USERS) != 1)
                .count();

        assertThat(changed).isLessThanOrEqualTo(4);
    }

    /** Once: a second time would be visible here, and not at all too. */
    @Test
    void theServedProbabilityIsOfTheScoreDividedByTheTemperature(@TempDir Path directory) throws Exception {
        List<FeatureVector> vectors = SyntheticChurn.split(200, 0, 4).train().stream()
                .map(TrainingExample::features)
                .toList();
        TrainingRows rows = new TrainingRows(Task.CHURN, vectors, new Vocabulary(List.of()));
        Architecture architecture = new DnnArchitecture(vectors, 0.3);
        Map<String, float[]> variables;
        try (TrainingGraph graph = new TrainingGraph(Task.CHURN, architecture, TrainingObjective.BINARY, 1, 1)) {
            variables = graph.variables();
        }
        ModelExport.write(
                directory,
                Task.CHURN,
                architecture,
                TrainingObjective.BINARY,
                new TrainedWeights(variables, 2.5),
                Optional.empty());

        try (SavedModel model = SavedModel.load(directory, LoadOptions.anyModel())) {
            Map<String, TensorColumn> answer =
                    model.predict(ModelExport.SIGNATURE, rows.columns(TrainingRows.inOrder(200), 0, 200), 200);
            float[] scores = (float[]) answer.get(ModelExport.SCORE).values();
            float[] probabilities = (float[]) answer.get("probability").values();
            for (int row = 0; row < 200; row++) {
                assertThat((double) probabilities[row]).isCloseTo(1 / (1 + Math.exp(-scores[row] / 2.5)), within(1e-6));
            }
        }
    }

    @Test
    void binsSayByHowMuchTheyAreOff() {
        double[] said = new double[20];
        double[] came = new double[20];
        for (int row = 0; row < 20; row++) {
            said[row] = row < 10 ? 0.1 : 0.9;
            came[row] = row % 2;
        }

        Reliability reliability = Reliability.ofEqualRows(said, came);

        assertThat(reliability.bins()).hasSize(10).allMatch(bin -> bin.rows() == 2 && bin.happened() == 0.5);
        assertThat(reliability.expectedError()).isCloseTo(0.4, within(1e-12));
    }
}
