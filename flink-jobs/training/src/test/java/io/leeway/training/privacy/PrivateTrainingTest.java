package io.leeway.training.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.model.ModelPrivacy;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.ChurnTrainer;
import io.leeway.training.SyntheticChurn;
import io.leeway.training.TrainedModel;
import io.leeway.training.card.ModelCard;
import io.leeway.training.dataset.Labels;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.fitting.TrainingGraph;
import io.leeway.training.fitting.TrainingObjective;
import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.PrivacyOptions;
import io.leeway.training.options.TrainingBudget;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrivateTrainingTest {

    private static final int ROWS = 12;
    private static final List<TrainingExample> EXAMPLES =
            SyntheticChurn.split(ROWS, 0, 4).train();
    private static final Labels LABELS = new Labels(
            1,
            EXAMPLES.stream().map(example -> new int[1]).toArray(int[][]::new),
            EXAMPLES.stream()
                    .map(example -> new float[] {Labels.ofChurn(example)})
                    .toArray(float[][]::new));

    private static final int SHOPPERS = 1200;
    private static final TrainingSplit SPLIT = SyntheticChurn.split(2000, 600, 1);

    @TempDir
    private Path models;

    private static TrainingRows rows() {
        return new TrainingRows(Task.CHURN, vectors(), new Vocabulary(List.of()));
    }

    private static List<FeatureVector> vectors() {
        return EXAMPLES.stream().map(TrainingExample::features).toList();
    }

    private static PrivateGraph graph(ChurnNetwork network) {
        return new PrivateGraph(Task.CHURN, network.over(List.of(), 0.5, 0), TrainingObjective.BINARY, 1, 0.02);
    }

    /**
     * By one number: a failure's list of seventeen thousand differences would take minutes to
     * write.
     */
    private static double furthest(float[] one, float[] other) {
        assertThat(other).hasSameSizeAs(one);
        double furthest = 0;
        for (int i = 0; i < one.length; i++) {
            furthest = Math.max(furthest, Math.abs((double) one[i] - other[i]));
        }
        return furthest;
    }

    private static double norm(Map<String, float[]> gradient) {
        double squares = 0;
        for (float[] values : gradient.values()) {
            for (float value : values) {
                squares += (double) value * value;
            }
        }
        return Math.sqrt(squares);
    }

    /** The slow way: the gradient of each example by itself, clipped in Java. */
    @ParameterizedTest
    @EnumSource(
            value = ChurnNetwork.class,
            names = {"DNN", "CNN", "WIDE_DEEP"})
    void gradientsAreThoseOfSingleExamplesClipped(ChurnNetwork network) {
        try (PrivateGraph graph = graph(network)) {
            Map<String, double[]> expected = new LinkedHashMap<>();
            float[] norms =
                    graph.clipped(rows(), LABELS, TrainingRows.inOrder(ROWS), 1).norms();
            float[] rising = norms.clone();
            Arrays.sort(rising);
            // Half of them are cut.
            double clip = (rising[ROWS / 2 - 1] + rising[ROWS / 2]) / 2;
            boolean cut = false;
            boolean whole = false;
            for (int row = 0; row < ROWS; row++) {
                // Alone and under a huge norm an example's gradient is its own.
                Map<String, float[]> own =
                        graph.clipped(rows(), LABELS, new int[] {row}, 1e6).sums();
                double norm = norm(own);
                assertThat((double) norms[row]).isCloseTo(norm, within(1e-4 * Math.max(1, norm)));
                double factor = Math.min(1, clip / norm);
                cut |= factor < 1;
                whole |= factor == 1;
                own.forEach((name, values) -> {
                    double[] sum = expected.computeIfAbsent(name, key -> new double[values.length]);
                    for (int i = 0; i < values.length; i++) {
                        sum[i] += factor * values[i];
                    }
                });
                assertThat(norm(graph.clipped(rows(), LABELS, new int[] {row}, clip)
                                .sums()))
                        .isLessThanOrEqualTo(clip * (1 + 1e-5));
            }
            assertThat(cut && whole).as("some are clipped and some are not").isTrue();
            graph.clipped(rows(), LABELS, TrainingRows.inOrder(ROWS), clip)
                    .sums()
                    .forEach((name, sums) -> {
                        for (int i = 0; i < sums.length; i++) {
                            assertThat((double) sums[i]).as(name).isCloseTo(expected.get(name)[i], within(1e-4));
                        }
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ChurnNetwork.class,
            names = {"DNN", "CNN", "WIDE_DEEP"})
    void withoutNoiseAndWithAHugeNormItIsOrdinaryTraining(ChurnNetwork network) {
        int[] order = TrainingRows.inOrder(ROWS);
        Map<String, float[]> ordinary;
        try (TrainingGraph graph =
                new TrainingGraph(Task.CHURN, network.over(List.of(), 0.5, 0), TrainingObjective.BINARY, 1, 1)) {
            for (int step = 0; step < 5; step++) {
                graph.step(rows(), LABELS, order, 0, ROWS, 1e-2);
            }
            ordinary = graph.variables();
        }
        try (PrivateGraph graph = graph(network)) {
            Map<String, float[]> none = new LinkedHashMap<>();
            graph.sizes().forEach((name, size) -> none.put(name, new float[size]));
            for (int step = 0; step < 5; step++) {
                graph.step(rows(), LABELS, order, ROWS, 1e6, none, 1e-2);
            }
            Map<String, float[]> privately = graph.variables();
            assertThat(privately.keySet()).isEqualTo(ordinary.keySet());
            ordinary.forEach((name, values) ->
                    assertThat(furthest(values, privately.get(name))).as(name).isLessThan(2e-3));
            // No row drawn: with nothing added the gradient is 0, and only momentum and decay move.
            graph.step(rows(), LABELS, new int[0], ROWS, 1, none, 1e-2);
            assertThat(graph.variables().values()).allMatch(values -> Float.isFinite(values[0]));
        }
    }

    /** Noise in the measure of what a single shopper can change, before the sum is divided. */
    @Test
    void noiseIsAddedToTheSumOfClippedGradients() {
        int[] order = TrainingRows.inOrder(ROWS);
        Map<String, float[]> none = new LinkedHashMap<>();
        try (PrivateGraph ofShoppers = graph(ChurnNetwork.WIDE_DEEP);
                PrivateGraph ofNoise = graph(ChurnNetwork.WIDE_DEEP)) {
            ofShoppers.sizes().forEach((name, size) -> none.put(name, new float[size]));
            Map<String, float[]> sums =
                    ofShoppers.clipped(rows(), LABELS, order, 0.1).sums();
            ofShoppers.step(rows(), LABELS, order, 7, 0.1, none, 1e-2);
            ofNoise.step(rows(), LABELS, new int[0], 7, 0.1, sums, 1e-2);
            ofShoppers.variables().forEach((name, values) -> assertThat(
                            furthest(values, ofNoise.variables().get(name)))
                    .as(name)
                    .isLessThan(1e-6));
        }
        PrivacyOptions options = new PrivacyOptions(1.5, 0.2, 1e-5, SHOPPERS, 2, new PrivacyOptions.Key(new byte[32]));
        float[] blur = new PrivateFitting(
                        Task.CHURN,
                        ChurnNetwork.WIDE_DEEP.over(List.of(), 0.5, 0),
                        TrainingObjective.BINARY,
                        1,
                        options)
                .blur(Map.of("weights", 100_000), new KeyedRandom(options.key(), "a"))
                .get("weights");
        assertThat(norm(Map.of("weights", blur)) / Math.sqrt(100_000)).isCloseTo(1.5 * 0.2, within(0.003));
    }

    @ParameterizedTest
    @EnumSource(
            value = ChurnNetwork.class,
            names = {"GRU", "LSTM", "TRANSFORMER"})
    void networksThatCannotBeClippedExactlyAreRefused(ChurnNetwork network) {
        assertThatThrownBy(() -> graph(network))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("--churn-network DNN, CNN or WIDE_DEEP")
                .hasMessageNotContaining("\n");
    }

    private TrainedModel train(long version, int key, TrainingSplit split) {
        Hyperparameters hyperparameters = new Hyperparameters(
                OptionalDouble.of(5e-3),
                Hyperparameters.Schedule.CONSTANT,
                0,
                0,
                OptionalInt.of(4),
                3,
                OptionalInt.of(60),
                OptionalDouble.of(1));
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key;
        TrainingOptions options = new TrainingOptions(
                7,
                version,
                new TrainingOptions.LabelOptions(28, TrainingOptions.PURCHASE, Map.of()),
                models,
                new TrainingBudget(1500, 600, 100, 100),
                hyperparameters,
                0,
                Optional.of(new PrivacyOptions(1, 1, 1e-5, SHOPPERS, 2, new PrivacyOptions.Key(bytes))),
                false,
                "test");
        return new ChurnTrainer(ChurnNetwork.DNN).train(split, options, TrainingProgress.none());
    }

    @Test
    void theSameKeyGivesTheSameBytesAndTheManifestSaysWhatIsGuaranteed() throws Exception {
        TrainedModel model = train(1, 1, SPLIT);
        TrainedModel again = train(2, 1, SPLIT);
        TrainedModel otherKey = train(3, 2, SPLIT);

        assertThat(again.manifest().files()).isEqualTo(model.manifest().files());
        assertThat(otherKey.manifest().files()).isNotEqualTo(model.manifest().files());
        ModelPrivacy privacy = model.manifest().privacy();
        assertThat(privacy).isNotNull();
        assertThat(privacy.unit()).isEqualTo("shopper");
        assertThat(privacy.samplingRate()).isEqualTo(0.05);
        assertThat(privacy.steps()).isEqualTo(80);
        assertThat(privacy.epsilon())
                .isEqualTo(PrivacyAccountant.epsilon(privacy.samplingRate(), 1.0, privacy.steps(), 1e-5))
                .isBetween(1.0, 20.0);
        assertThat(model.manifest().calibration().method()).isEqualTo("none");
        assertThat(model.manifest().metrics().get("auc")).isGreaterThan(0.6);
        assertThat(Files.readString(model.directory().resolve(ModelCard.FILE_NAME)))
                .contains("differentially private for each shopper", "Not covered by that");
        // Numbers of the data that no noise hides must not be in the folder.
        assertThat(Files.readString(model.directory().resolve("golden.json"))).doesNotContain("synthetic");
        assertThat(model.manifest().training()).doesNotContainKey("reasons.baseline");
    }

    /** With a third of the shoppers, or one fewer, the promise is word for word the same. */
    @Test
    void whatIsGuaranteedDoesNotDependOnTheShoppers() {
        ModelPrivacy privacy = train(1, 1, SPLIT).manifest().privacy();
        String first = SPLIT.train().get(0).features().userId();
        List<TrainingExample> others = SPLIT.train().stream()
                .filter(example -> !example.features().userId().equals(first))
                .toList();
        assertThat(others).hasSizeLessThan(SPLIT.train().size());

        assertThat(train(2, 1, new TrainingSplit(others, SPLIT.test()))
                        .manifest()
                        .privacy())
                .isEqualTo(privacy);
        assertThat(train(3, 1, new TrainingSplit(SPLIT.train().subList(0, 600), SPLIT.test()))
                        .manifest()
                        .privacy())
                .isEqualTo(privacy);
    }

    @Test
    void noiseIsNormal() {
        KeyedRandom random = new KeyedRandom(new PrivacyOptions.Key(new byte[32]), "a");
        double sum = 0;
        double squares = 0;
        double beyondTwo = 0;
        int n = 200_000;
        for (int i = 0; i < n; i++) {
            double value = random.normal();
            sum += value;
            squares += value * value;
            beyondTwo += Math.abs(value) > 2 ? 1 : 0;
        }
        assertThat(sum / n).isCloseTo(0, within(0.01));
        assertThat(squares / n).isCloseTo(1, within(0.02));
        assertThat(beyondTwo / n).isCloseTo(0.0455, within(0.003));
        assertThat(new KeyedRandom(new PrivacyOptions.Key(new byte[32]), "b").uniform())
                .isNotEqualTo(new KeyedRandom(new PrivacyOptions.Key(new byte[32]), "a").uniform());
    }
}
