package io.leeway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.FloatList;

/** Models that TF1, TF2 and Keras exported. */
class ForeignModelsTest {

    private final ModelRepository repository = new ModelRepository(TestModels.others());

    @Test
    void bothVersionsOfATf1ModelAnswer() {
        assertThat(repository.versions("half_plus_two"))
                .extracting(ModelLocation::version)
                .containsExactly(123L, 124L);
        assertThat(repository.latest("half_plus_two").version()).isEqualTo(124);
        for (long version : List.of(123L, 124L)) {
            try (SavedModel model =
                    SavedModel.load(repository.version("half_plus_two", version), LoadOptions.anyModel())) {
                float[] x = {0, 1, 2, -4, 100};
                assertThat(floats(model.predict("serving_default", Map.of("x", column(x, 1)), 5), "y"))
                        .containsExactly(2, 2.5f, 3, 0, 52);
            }
        }
    }

    @Test
    void aTf1ModelAnswersSerializedExamples() {
        byte[][] examples = {example(6), example(-2)};
        try (SavedModel model = SavedModel.load(repository.latest("half_plus_two"), LoadOptions.anyModel())) {
            assertThat(floats(
                            model.predict("regress_x_to_y", Map.of("inputs", new TensorColumn(examples, List.of())), 2),
                            "outputs"))
                    .containsExactly(5, 1);
            assertThat(floats(
                            model.predict("classify_x2_to_y3", Map.of("inputs", column(new float[] {8}, 1)), 1),
                            "scores"))
                    .containsExactly(7);
        }
    }

    @Test
    void aTf2ModelAnswers() {
        try (SavedModel model = SavedModel.load(repository.latest("half_plus_two_tf2"), LoadOptions.anyModel())) {
            assertThat(model.signature("serving_default").inputs())
                    .containsExactly(new TensorSpec("x", TensorType.FLOAT32, List.of(1L)));
            Map<String, TensorColumn> three = Map.of("x", new TensorColumn(new float[] {3, 9}, List.of()));
            assertThat(floats(model.predict("serving_default", three, 1), "y")).containsExactly(3.5f);
            assertThat(floats(
                            model.predict(
                                    "regress_x_to_y2",
                                    Map.of("inputs", new TensorColumn(new byte[][] {example(6)}, List.of())),
                                    1),
                            "outputs"))
                    .containsExactly(6);
            assertThatThrownBy(() -> model.predict("serving_default", three, 2))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("expected input x of float32[1], found float32[2]");
        }
    }

    @Test
    void aKerasModelAnswersTheSameAtEveryBatch() {
        try (SavedModel model = SavedModel.load(repository.latest("ffnn"), LoadOptions.anyModel())) {
            ModelSignature signature = model.signature("serving_default");
            assertThat(signature.inputs())
                    .containsExactly(new TensorSpec("input_1", TensorType.FLOAT32, List.of(-1L, 784L)));
            assertThat(signature.outputs())
                    .containsExactly(new TensorSpec("Dense", TensorType.FLOAT32, List.of(-1L, 10L)));
            Random random = new Random(11);
            float[] images = new float[32 * 784];
            for (int i = 0; i < images.length; i++) {
                images[i] = random.nextFloat();
            }
            float[] together =
                    floats(model.predict("serving_default", Map.of("input_1", column(images, 784)), 32), "Dense");
            assertThat(together).hasSize(320);
            // The logits reach beyond 10, where one ulp of float32 is 1e-6 itself: within 1e-6 of
            // the largest.
            float largest = 1;
            for (float logit : together) {
                largest = Math.max(largest, Math.abs(logit));
            }
            float tolerance = 1e-6f * largest;
            for (int row = 0; row < 32; row++) {
                float[] image = Arrays.copyOfRange(images, row * 784, (row + 1) * 784);
                float[] alone =
                        floats(model.predict("serving_default", Map.of("input_1", column(image, 784)), 1), "Dense");
                for (int i = 0; i < 10; i++) {
                    assertThat(alone[i]).isFinite().isCloseTo(together[row * 10 + i], within(tolerance));
                }
            }
            // Rows differ, so that an answer that ignores its input fails here.
            assertThat(Arrays.copyOfRange(together, 0, 10)).isNotEqualTo(Arrays.copyOfRange(together, 10, 20));
        }
    }

    @Test
    void aModelWithoutManifestIsTakenOnRequestAlone() {
        assertThatThrownBy(() -> SavedModel.load(repository.latest("ffnn"), LoadOptions.released()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected manifest.json, found none; give the folder of a released model");
    }

    private static byte[] example(float x) {
        return Example.newBuilder()
                .setFeatures(Features.newBuilder()
                        .putFeature(
                                "x",
                                Feature.newBuilder()
                                        .setFloatList(FloatList.newBuilder().addValue(x))
                                        .build())
                        .putFeature(
                                "ignored",
                                Feature.newBuilder()
                                        .setBytesList(org.tensorflow.proto.BytesList.newBuilder()
                                                .addValue(ByteString.copyFromUtf8("text")))
                                        .build()))
                .build()
                .toByteArray();
    }

    private static TensorColumn column(float[] values, int width) {
        return new TensorColumn(values, List.of(width));
    }

    private static float[] floats(Map<String, TensorColumn> answers, String output) {
        return (float[]) answers.get(output).values();
    }
}
