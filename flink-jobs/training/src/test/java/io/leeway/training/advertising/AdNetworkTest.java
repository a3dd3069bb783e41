package io.leeway.training.advertising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.decisions.advertising.AdFeatures;
import io.leeway.training.network.NetworkParameters;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The network's answers and its loss without any training. */
class AdNetworkTest {
    private static final int CATEGORIES = 6;

    @TempDir
    private Path models;

    private static AdImpression impression(int[] history, float[] weights, int ad, boolean click, boolean conversion) {
        int[] slots = new int[AdFeatures.SLOTS];
        float[] beside = new float[AdFeatures.SLOTS];
        System.arraycopy(history, 0, slots, 0, history.length);
        System.arraycopy(weights, 0, beside, 0, weights.length);
        return new AdImpression(
                "u1", 0, new AdFeatures(slots, beside, ad, new float[AdFeatures.CONTEXT]), click, conversion);
    }

    private static List<AdImpression> random(int rows) {
        SplittableRandom random = new SplittableRandom(3);
        List<AdImpression> impressions = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            boolean click = random.nextBoolean();
            impressions.add(impression(
                    new int[] {random.nextInt(CATEGORIES), random.nextInt(CATEGORIES)},
                    new float[] {(float) random.nextDouble(), (float) random.nextDouble()},
                    random.nextInt(CATEGORIES),
                    click,
                    click && random.nextBoolean()));
        }
        return impressions;
    }

    /** Clicks, conversions after a click, and the loss. */
    private static List<float[]> answers(List<AdImpression> rows) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            NetworkParameters parameters = new NetworkParameters(tf, 5);
            AdInputs inputs = AdInputs.of(tf);
            AdNetwork network = new AdNetwork(tf, inputs, parameters, CATEGORIES);
            float[] labels = new float[2 * rows.size()];
            for (int row = 0; row < rows.size(); row++) {
                labels[2 * row] = rows.get(row).click() ? 1 : 0;
                labels[2 * row + 1] = rows.get(row).conversion() ? 1 : 0;
            }
            Operand<TFloat32> target = tf.constant(Shape.of(rows.size(), 2), DataBuffers.of(labels));
            Operand<TFloat32> loss = network.loss(target);
            Map<String, Tensor> tensors = AdInputs.tensors(rows);
            try (Session session = new Session(graph)) {
                parameters.initialise(session);
                Session.Runner runner = session.runner();
                inputs.byName().forEach((name, input) -> runner.feed(input, tensors.get(name)));
                try (Result result = runner.fetch(network.click())
                        .fetch(network.conversion())
                        .fetch(loss)
                        .run()) {
                    List<float[]> answers = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        float[] numbers = new float[(int) result.get(i).shape().size()];
                        ((TFloat32) result.get(i))
                                .asRawTensor()
                                .data()
                                .asFloats()
                                .read(numbers);
                        answers.add(numbers);
                    }
                    return answers;
                }
            } finally {
                tensors.values().forEach(Tensor::close);
            }
        }
    }

    /** Each row's: of the click, and of click and conversion, whose probability is the product. */
    @Test
    void theLossIsTheCrossEntropyOfClicksAndOfConversionsOverAllImpressions() {
        List<AdImpression> rows = random(40);
        List<float[]> answers = answers(rows);
        double sum = 0;
        for (int row = 0; row < rows.size(); row++) {
            double click = answers.get(0)[row];
            double both = click * answers.get(1)[row];
            assertThat(click).isBetween(0.0, 1.0);
            sum -= Math.log(rows.get(row).click() ? click : 1 - click);
            sum -= Math.log(rows.get(row).conversion() ? both : 1 - both);
        }
        assertThat((double) answers.get(2)[0]).isCloseTo(sum / rows.size(), within(1e-5));
    }

    /** Padding says nothing, whatever is beside it; a category outside the table is not fatal. */
    @Test
    void paddingDoesNotCountAndUnknownIdsAreClamped() {
        List<float[]> answers = answers(List.of(
                impression(new int[] {3}, new float[] {0.5f}, 4, false, false),
                impression(new int[] {3, 0}, new float[] {0.5f, 0.75f}, 4, false, false),
                impression(new int[] {3, 2}, new float[] {0.5f, 0.25f}, 4, false, false),
                impression(new int[] {CATEGORIES + 90}, new float[] {0.5f}, CATEGORIES + 90, false, false)));
        float[] click = answers.get(0);
        assertThat(click[1]).isEqualTo(click[0]);
        assertThat(click[2]).isNotEqualTo(click[0]);
        assertThat(click[3]).isBetween(0f, 1f);
    }

    @Test
    void aConversionWithoutAClickIsRefused() {
        assertThatThrownBy(() -> impression(new int[0], new float[0], 2, false, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Expected conversions after clicks only, found one without");
    }

    @Test
    void aLogThatSaysTooLittleIsRefusedAndLeavesNoModel() throws Exception {
        AdTrainer trainer = new AdTrainer(List.of("a", "b", "c", "d"), 1, TrainingProgress.none());
        AdImpression clicked = impression(new int[] {2}, new float[] {1}, 2, true, false);
        for (List<AdImpression> log : List.of(random(999), Collections.nCopies(1000, clicked))) {
            assertThatThrownBy(() -> trainer.train(log, models, 1))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("Expected at least 1000 impressions with a conversion among them, found " + log.size()
                            + "; log for longer");
        }
        try (Stream<Path> left = Files.list(models)) {
            assertThat(left).isEmpty();
        }
    }
}
