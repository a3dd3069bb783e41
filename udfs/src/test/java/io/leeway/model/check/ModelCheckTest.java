package io.leeway.model.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.leeway.model.GoldenRows;
import io.leeway.model.LoadOptions;
import io.leeway.model.ManifestFile;
import io.leeway.model.ModelDigest;
import io.leeway.model.ModelLocation;
import io.leeway.model.ModelSignature;
import io.leeway.model.OperationPolicyTest;
import io.leeway.model.SavedModelFile;
import io.leeway.model.TensorSpec;
import io.leeway.model.TensorType;
import io.leeway.model.TestModels;
import io.leeway.model.answers.Explanations;
import io.leeway.model.check.ModelReport.Finding;
import io.leeway.model.check.ModelReport.Outcome;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

class ModelCheckTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Task.class)
    void aReleasedModelFits(Task task) {
        ModelLocation location = TestModels.released(folder, task);
        GoldenRows rows;
        try (io.leeway.model.SavedModel model = io.leeway.model.SavedModel.load(location, LoadOptions.released())) {
            rows = GoldenRows.record(model, "score", DryCall.zeros(model.signature("score"), 2), 2);
        }
        rows.write(location.directory());
        ManifestFile.seal(location.directory(), TestModels.manifest(task));

        ModelReport report = check(folder.resolve(task.id()));

        assertThat(report.servable()).as("%s", report.findings()).isTrue();
        assertThat(report.refusal()).isNull();
        assertThat(report.directory()).isEqualTo(location.directory().toString());
        assertThat(report.digest())
                .isEqualTo(ModelDigest.of(location.directory()).digest());
        assertThat(report.findings())
                .extracting(Finding::subject, Finding::outcome)
                .containsExactly(
                        tuple("graph", Outcome.FITS),
                        tuple("files", Outcome.FITS),
                        tuple("manifest", Outcome.FITS),
                        tuple("operations", Outcome.FITS),
                        tuple("signatures", Outcome.FITS),
                        tuple("task " + task.id(), Outcome.FITS),
                        tuple("loading", Outcome.FITS),
                        tuple("golden rows", Outcome.FITS),
                        tuple("scoring", Outcome.FITS),
                        tuple("reasons", Outcome.NOTE));
        assertThat(report.tasks()).isEmpty();
        assertThat(report.signatures())
                .containsExactly(
                        ModelReport.Callable.of(SavedModelFile.signatures(TestModels.graph(location.directory()))
                                .get("score")));
        assertThat(report.calls())
                .extracting(DryCall::rows, DryCall::outcome)
                .containsExactly(tuple(1, DryCall.Outcome.ANSWERED), tuple(3, DryCall.Outcome.ANSWERED));
        // Each look at the clock is a millisecond later than the one before.
        assertThat(report.times()).isEqualTo(new ModelReport.Times(1, 1, 1));
    }

    @Test
    void whatCannotBeServedIsSaidAllAtOnce() throws IOException {
        ModelLocation location = TestModels.released(folder, Task.CHURN);
        TestModels.edit(location.directory(), graph -> {
            for (String evil : List.of("WriteFile", "PyFunc")) {
                graph.getGraphDefBuilder()
                        .addNode(NodeDef.newBuilder().setName("evil" + evil).setOp(evil));
                graph.putSignatureDef(
                        "by" + evil,
                        SignatureDef.newBuilder()
                                .putOutputs(
                                        "y",
                                        TensorInfo.newBuilder()
                                                .setName("evil" + evil + ":0")
                                                .build())
                                .build());
            }
        });
        Files.writeString(location.directory().resolve("golden.json"), "{}");

        ModelReport report = check(location.directory());

        assertThat(report.servable()).isFalse();
        assertThat(report.calls()).isEmpty();
        assertThat(report.times()).isNull();
        assertThat(report.findings())
                .filteredOn(finding -> finding.outcome() == Outcome.REFUSED)
                .extracting(Finding::subject)
                .containsExactly("manifest", "operations", "operations");
        assertThat(texts(report, "manifest"))
                .allMatch(text -> text.contains("file golden.json: expected no such file"));
        assertThat(texts(report, "operations"))
                .anyMatch(text ->
                        text.contains("operation WriteFile in node evilWriteFile, reached from signature byWriteFile"))
                .anyMatch(
                        text -> text.contains("operation PyFunc in node evilPyFunc, reached from signature byPyFunc"));
        assertThat(report.refusal()).isEqualTo(texts(report, "manifest").get(0)).doesNotContain("\n");
    }

    @Test
    void reasonsThatDoNotFitAreRefusedAsByAJob() {
        ModelLocation location = TestModels.released(folder, Task.CHURN);
        TestModels.edit(
                location.directory(),
                graph -> graph.putSignatureDef(Explanations.SIGNATURE, graph.getSignatureDefOrThrow("score")));
        ManifestFile.seal(location.directory(), TestModels.manifest(Task.CHURN));

        ModelReport report = check(location.directory());

        assertThat(report.refusal())
                .contains(
                        "signature reasons: expected the output attribution_in_weeks of float32[?, 26, 9], found none");
    }

    /** The report may find more than loading does, never less. */
    @ParameterizedTest
    @MethodSource("io.leeway.model.OperationPolicyTest#hidden")
    void whatLoadingRefusesIsFoundWithTheSameWords(OperationPolicyTest.Hidden hidden) {
        Path model = TestModels.edit(TestModels.linear(folder.resolve("linear/1")), hidden.change());

        ModelReport report = check(model);

        assertThat(report.servable()).isFalse();
        assertThat(report.calls()).isEmpty();
        assertThat(report.findings())
                .filteredOn(finding -> finding.outcome() == Outcome.REFUSED)
                .anySatisfy(finding -> assertThat(finding.text()).contains(hidden.said()));
    }

    @Test
    void ofAModelWithoutManifestItSaysWhatWouldFit() {
        Path churn = TestModels.task(folder.resolve("churn/1"), Task.CHURN, 7);
        rename(churn, "in_", "");
        ModelReport report = check(churn);
        assertThat(report.servable()).isTrue();
        assertThat(texts(report, "manifest")).singleElement().asString().startsWith("none:");
        assertThat(texts(report, "task churn"))
                .containsExactly("signature score fits, answer in answer; a manifest is wanting");
        assertThat(report.tasks().get(0))
                .isEqualTo(new TaskFit(
                        "churn",
                        "score",
                        Map.of(
                                "weeks", "weeks",
                                "recency", "recency",
                                "frequency", "frequency",
                                "monetary", "monetary",
                                "social", "social",
                                "ads", "ads",
                                "rhythm", "rhythm"),
                        "answer",
                        List.of()));
        assertThat(texts(report, "task interest"))
                .contains(
                        "signature score: no output is float32[?, categories + 2], a distribution (found [answer float32[?]]):"
                                + " answer by category id")
                .anyMatch(text -> text.startsWith(
                        "signature score: input weeks of float32[?, 26, 9] has no feature's name and no"));
    }

    @Test
    void namesThatAreNoFeaturesAreAnsweredWithThoseThatCouldBeMeant() {
        TaskFit fit = TaskFit.of(
                Task.CHURN,
                new ModelSignature(
                        "serving_default",
                        List.of(
                                new TensorSpec("input_1", TensorType.FLOAT32, List.of(-1L, 4L)),
                                new TensorSpec("weeks", TensorType.FLOAT32, List.of(-1L, 52L, 9L))),
                        List.of(new TensorSpec("dense", TensorType.FLOAT32, List.of(-1L, 1L)))));
        assertThat(fit.fits()).isFalse();
        assertThat(fit.output()).isNull();
        assertThat(fit.missing())
                .containsExactly(
                        "input input_1 of float32[?, 4] has no feature's name: by its shape it could be social or rhythm;"
                                + " name it so, or map it in the manifest's inputs",
                        "input weeks is float32[?, 52, 9], the feature weeks is float32[?, 26, 9]: export it so",
                        "no output is float32[?], the probability (found [dense float32[?, 1]]): reshape the answer to [-1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"half_plus_two", "half_plus_two_tf2", "ffnn"})
    void modelsOfOthersAnswer(String name) {
        ModelReport report = check(TestModels.others().resolve(name));
        assertThat(report.servable()).as("%s", report.findings()).isTrue();
        assertThat(report.calls().get(0).signature()).isEqualTo("serving_default");
        assertThat(report.calls().get(0).outcome()).isEqualTo(DryCall.Outcome.ANSWERED);
        assertThat(report.tasks()).hasSize(2).noneMatch(TaskFit::fits);
        if (name.equals("half_plus_two")) {
            assertThat(report.directory()).endsWith("00000124");
            assertThat(report.calls().get(0).text()).isEqualTo("y = 2.0");
        } else if (name.equals("half_plus_two_tf2")) {
            assertThat(report.calls().get(1).text()).isEqualTo("not asked: input x of float32[1] takes no 3 rows");
        }
    }

    @Test
    void whatIsNoModelIsNotReadThrough() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");
        ModelReport report = check(folder);
        assertThat(report.digest()).isNull();
        assertThat(report.refusal()).startsWith("expected a saved_model.pb, found notes.txt;");
        assertThat(check(folder.resolve("absent")).refusal())
                .startsWith("expected a directory with a saved_model.pb, found nothing");

        Path model = TestModels.linear(folder.resolve("linear/1"));
        Files.writeString(model.resolve(SavedModelFile.FILE_NAME), "not one");
        assertThat(check(model).refusal()).startsWith("expected a readable saved_model.pb, found a damaged one");
        Files.write(
                model.resolve(SavedModelFile.FILE_NAME),
                SavedModel.getDefaultInstance().toByteArray());
        assertThat(check(model).refusal()).contains("found no graph at all");
    }

    @Test
    void damagedVariablesAreRefusedInOneLine() throws IOException {
        Path model = TestModels.linear(folder.resolve("linear/1"));
        Files.delete(model.resolve("variables/variables.data-00000-of-00001"));
        ModelReport report = check(model);
        assertThat(report.servable()).isFalse();
        assertThat(report.refusal()).doesNotContain("\n");
        assertThat(texts(report, "loading")).hasSize(1);
    }

    private static ModelReport check(Path model) {
        AtomicLong nanos = new AtomicLong();
        return ModelCheck.of(model, TestModels.PROFILE, files -> Optional.empty(), () -> nanos.getAndAdd(1_000_000));
    }

    private static List<String> texts(ModelReport report, String subject) {
        return report.findings().stream()
                .filter(finding -> finding.subject().equals(subject))
                .map(Finding::text)
                .toList();
    }

    /** Gives the inputs of the signature {@code score} other names. */
    private static void rename(Path model, String prefix, String other) {
        TestModels.edit(model, graph -> {
            SignatureDef score = graph.getSignatureDefOrThrow("score");
            SignatureDef.Builder renamed = score.toBuilder().clearInputs();
            score.getInputsMap()
                    .forEach((name, tensor) -> renamed.putInputs(name.replaceFirst("^" + prefix, other), tensor));
            graph.putSignatureDef("score", renamed.build());
        });
    }
}
