package io.leeway.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.shopper.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FeatureFitTest {

    @TempDir
    static Path folder;

    /** What doesn't fit, and what the refusal says. */
    record Misfit(String name, Task task, BiFunction<ModelManifest, ModelSignature, Object> change, String said) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Misfit> misfits() {
        return Stream.of(
                new Misfit(
                        "a feature that the task lacks",
                        Task.CHURN,
                        (manifest, signature) -> inputs(manifest, "in_recency", "recentness"),
                        "expected input in_recency fed by a feature of [weeks, recency, frequency, monetary, social, ads,"
                                + " rhythm], found the feature recentness"),
                new Misfit(
                        "a feature of another shape",
                        Task.CHURN,
                        (manifest, signature) -> inputs(manifest, "in_recency", "frequency"),
                        "expected input in_recency for the feature frequency of float32[?, 10], found float32[?, 6]"),
                new Misfit(
                        "numbers where ids go",
                        Task.INTEREST,
                        (manifest, signature) -> inputs(manifest, "in_action_gap", "action_type"),
                        "expected input in_action_gap for the feature action_type of int32[?, 32], found float32[?, 32]"),
                new Misfit(
                        "an input that nothing feeds",
                        Task.CHURN,
                        (manifest, signature) -> inputs(manifest, "in_ads", null),
                        "expected a manifest that feeds the inputs [in_ads, in_frequency, in_monetary, in_recency,"
                                + " in_rhythm, in_social, in_weeks], found it feeding [in_frequency,"),
                new Misfit(
                        "an input that the signature lacks",
                        Task.CHURN,
                        (manifest, signature) -> inputs(manifest, "in_weather", "weeks"),
                        "found it feeding [in_ads, in_frequency, in_monetary, in_recency, in_rhythm, in_social,"
                                + " in_weather, in_weeks]"),
                new Misfit(
                        "an output that the signature lacks",
                        Task.CHURN,
                        (manifest, signature) -> signature(signature, TensorType.FLOAT32, List.of(-1L), "other"),
                        "expected an output answer, found [other]"),
                new Misfit(
                        "an output of another shape",
                        Task.CHURN,
                        (manifest, signature) -> signature(signature, TensorType.FLOAT32, List.of(-1L, 1L), "answer"),
                        "expected output answer of float32[?], found float32[?, 1]"),
                new Misfit(
                        "an output of another type",
                        Task.INTEREST,
                        (manifest, signature) -> signature(signature, TensorType.FLOAT64, List.of(-1L, 6L), "answer"),
                        "expected output answer of float32[?, 6], found float64[?, 6]"),
                new Misfit(
                        "another vocabulary",
                        Task.INTEREST,
                        (manifest, signature) -> signature(signature, TensorType.FLOAT32, List.of(-1L, 7L), "answer"),
                        "expected output answer of float32[?, 6], found float32[?, 7]"),
                new Misfit(
                        "a batch of a fixed size",
                        Task.INTEREST,
                        (manifest, signature) -> signature(signature, TensorType.FLOAT32, List.of(32L, 6L), "answer"),
                        "expected output answer of float32[?, 6], found float32[32, 6]"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void whatDoesNotFitIsShownSideBySide(Misfit misfit) {
        ModelManifest manifest = TestModels.manifest(misfit.task());
        ModelSignature signature = signatureOf(misfit.task());
        Object changed = misfit.change().apply(manifest, signature);
        ModelManifest otherManifest = changed instanceof ModelManifest other ? other : manifest;
        ModelSignature otherSignature = changed instanceof ModelSignature other ? other : signature;

        assertThatThrownBy(() -> check(otherManifest, otherSignature, misfit.task(), TestModels.PROFILE))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(misfit.said())
                .hasMessageNotContaining("\n");
        assertThatCode(() -> check(manifest, signature, misfit.task(), TestModels.PROFILE))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void anotherTaskAndAnotherProfileAreRefused(Task task) {
        ModelManifest manifest = TestModels.manifest(task);
        Task other = task == Task.CHURN ? Task.INTEREST : Task.CHURN;
        assertThatThrownBy(() -> check(manifest, signatureOf(task), other, TestModels.PROFILE))
                .hasMessageContaining("expected a model for the task " + other.id() + ", found one for " + task.id());
        assertThatThrownBy(() -> check(
                        manifest, signatureOf(task), task, Map.of("sessionGapMillis", 60_000L, "recentActions", 32L)))
                .hasMessageContaining("expected a model trained on the running profile's settings"
                        + " {sessionGapMillis=60000}, found one trained on {sessionGapMillis=1800000}");
        assertThatThrownBy(() -> check(manifest, signatureOf(task), task, Map.of("sessionGapMillis", 1_800_000L)))
                .hasMessageContaining("settings {}, found one trained on {recentActions=32}");
    }

    private static void check(ModelManifest manifest, ModelSignature signature, Task task, Map<String, Long> profile) {
        FeatureFit.check(folder.toString(), manifest, Map.of("score", signature), LoadOptions.serving(task, profile));
    }

    private static ModelSignature signatureOf(Task task) {
        Path model = folder.resolve(task.id());
        if (!model.toFile().exists()) {
            TestModels.task(model, task, 1);
        }
        ModelSignature signature =
                SavedModelFile.signatures(TestModels.graph(model)).get("score");
        if (signature == null) {
            throw new AssertionError("The model has no signature score");
        }
        return signature;
    }

    private static ModelManifest inputs(ModelManifest manifest, String input, String feature) {
        Map<String, String> inputs = new HashMap<>(manifest.inputs());
        inputs.remove(input);
        if (feature != null) {
            inputs.put(input, feature);
        }
        return new ModelManifest(
                manifest.name(),
                manifest.version(),
                manifest.task(),
                new ModelManifest.CallPlan(manifest.signature(), inputs, manifest.output(), manifest.vocabulary()),
                manifest.horizonDays(),
                manifest.returnEvent(),
                manifest.profile(),
                new ModelManifest.TrainingEvidence(manifest.training(), manifest.metrics()),
                manifest.files());
    }

    private static ModelSignature signature(ModelSignature signature, TensorType type, List<Long> shape, String name) {
        List<TensorSpec> outputs = new ArrayList<>();
        outputs.add(new TensorSpec(name, type, shape));
        return new ModelSignature(signature.name(), signature.inputs(), outputs);
    }
}
