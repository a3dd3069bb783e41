package io.leeway.model.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.model.FeatureColumns;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelException;
import io.leeway.model.ModelManifest;
import io.leeway.model.SavedModel;
import io.leeway.model.TestModels;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

class ExplanationsTest {

    private static final ModelManifest MANIFEST = TestModels.manifest(Task.CHURN);

    @TempDir
    private Path directory;

    private SavedModel load() {
        return SavedModel.load(directory, LoadOptions.anyModel());
    }

    @Test
    void attributionsStandWhereTheNumbersOfAVectorDo() throws Exception {
        TestModels.task(directory, Task.CHURN, 7);
        TestModels.edit(directory, TestModels::reasons);
        float[] one = new float[Task.CHURN.numbers()];
        float[] other = new float[one.length];
        for (int i = 0; i < one.length; i++) {
            one[i] = i;
            other[i] = -i;
        }
        try (SavedModel model = load()) {
            FeatureColumns columns = new FeatureColumns(Task.CHURN, MANIFEST, 2);
            columns.add(new String[0], new int[0], one);
            columns.add(new String[0], new int[0], other);
            float[] attributions =
                    Explanations.of(model, Task.CHURN, MANIFEST).orElseThrow().attributions(model, columns.inputs(), 2);
            for (int i = 0; i < one.length; i++) {
                assertThat(attributions[i]).isEqualTo(i);
                assertThat(attributions[one.length + i]).isEqualTo(-i);
            }
        }
    }

    /** Nothing to see for the model, nothing to explain. */
    @Test
    void aFeatureThatTheModelDoesNotTakeHasNone() throws Exception {
        TestModels.task(directory, Task.CHURN, 7);
        TestModels.edit(directory, graph -> {
            TestModels.reasons(graph);
            for (String name : new String[] {"score", Explanations.SIGNATURE}) {
                graph.putSignatureDef(
                        name,
                        graph.getSignatureDefOrThrow(name).toBuilder()
                                .removeInputs("in_ads")
                                .removeOutputs("attribution_in_ads")
                                .build());
            }
        });
        Map<String, String> inputs = new LinkedHashMap<>(MANIFEST.inputs());
        inputs.remove("in_ads");
        ModelManifest without = new ModelManifest(
                "churn",
                3,
                "churn",
                new ModelManifest.CallPlan("score", inputs, "answer", MANIFEST.vocabulary()),
                28,
                "purchase",
                MANIFEST.profile(),
                ModelManifest.TrainingEvidence.NONE,
                Map.of());
        FeatureSpec ads = Task.CHURN.features().get(5);
        float[] numbers = new float[Task.CHURN.numbers()];
        Arrays.fill(numbers, 1);
        try (SavedModel model = load()) {
            FeatureColumns columns = new FeatureColumns(Task.CHURN, without, 1);
            columns.add(new String[0], new int[0], numbers);
            float[] attributions =
                    Explanations.of(model, Task.CHURN, without).orElseThrow().attributions(model, columns.inputs(), 1);
            for (int i = 0; i < numbers.length; i++) {
                boolean isAds = i >= Task.CHURN.offset(ads) && i < Task.CHURN.offset(ads) + ads.width();
                assertThat(attributions[i]).isEqualTo(isAds ? 0 : 1);
            }
        }
    }

    @Test
    void withoutTheSignatureThereAreNone() {
        TestModels.task(directory, Task.CHURN, 7);
        try (SavedModel model = load()) {
            assertThat(Explanations.of(model, Task.CHURN, MANIFEST)).isEmpty();
        }
    }

    @Test
    void aSignatureOfAnotherKindIsRefusedInOneLine() {
        TestModels.task(directory, Task.CHURN, 7);
        TestModels.edit(directory, graph -> {
            TestModels.reasons(graph);
            SignatureDef reasons = graph.getSignatureDefOrThrow(Explanations.SIGNATURE);
            TensorInfo recency = reasons.getOutputsOrThrow("attribution_in_recency");
            graph.putSignatureDef(
                    Explanations.SIGNATURE,
                    reasons.toBuilder()
                            .putOutputs("attribution_in_weeks", recency)
                            .build());
        });
        try (SavedModel model = load()) {
            assertThatThrownBy(() -> Explanations.of(model, Task.CHURN, MANIFEST))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("attribution_in_weeks of float32[?, 26, 9], found float32[?, 6]");
        }
    }
}
