package io.leeway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.shopper.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SavedModelTest {

    @TempDir
    Path folder;

    private static Map<String, TensorColumn> rows(float... values) {
        return Map.of("x", new TensorColumn(values, List.of(4)));
    }

    private static float[] answer(Predictor model, Map<String, TensorColumn> inputs, int rows) {
        return (float[]) model.predict("score", inputs, rows).get("p").values();
    }

    @Test
    void rowsAreAnsweredFromBuffersLongerThanTheyNeed() {
        try (SavedModel model = SavedModel.load(TestModels.linear(folder.resolve("1")), LoadOptions.anyModel())) {
            float[] buffer = new float[4000];
            buffer[0] = 1;
            buffer[5] = -1;
            buffer[8] = Float.NaN;
            float[] answers = answer(model, rows(buffer), 2);
            assertThat(answers).hasSize(2);
            assertThat((double) answers[0]).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-6));
            assertThat((double) answers[1]).isCloseTo(1 / (1 + Math.exp(2)), within(1e-6));
            assertThat(model.manifest()).isEmpty();
            assertThat(model.signatures()).containsOnlyKeys("score");
        }
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void aReleasedModelAnswersItsTask(Task task) throws RowRejected {
        ModelLocation location = TestModels.released(folder, task);
        LoadOptions options = LoadOptions.serving(task, TestModels.PROFILE)
                .withDigest(ModelDigest.of(location.directory()).digest());
        try (SavedModel model = SavedModel.load(location, options)) {
            FeatureColumns columns = new FeatureColumns(task, model.manifest().orElseThrow(), 8);
            Random random = new Random(1);
            for (int i = 0; i < 11; i++) {
                FeatureColumnsTest.Row.random(task, random).addTo(columns);
            }
            TensorColumn answer = model.predict("score", columns.inputs(), 11).get("answer");
            int classes = task == Task.CHURN ? 1 : TestModels.VOCABULARY.size() + 2;
            float[] values = (float[]) answer.values();
            assertThat(answer.shape()).isEqualTo(task == Task.CHURN ? List.of() : List.of(classes));
            assertThat(values).hasSize(11 * classes);
            for (int row = 0; task == Task.INTEREST && row < 11; row++) {
                double sum = 0;
                for (int i = 0; i < classes; i++) {
                    sum += values[row * classes + i];
                }
                assertThat(sum).isCloseTo(1, within(1e-5));
            }
            assertThat(Arrays.stream(new int[] {0, 1, 2})
                            .mapToObj(i -> values[i * classes])
                            .distinct())
                    .hasSize(3);
        }
    }

    @Test
    void everyTypeComesBackAsItWent() {
        Path directory = folder.resolve("1");
        TestModels.echo(directory);
        Map<String, TensorColumn> sent = Map.of(
                "float32", new TensorColumn(new float[] {1.5f, -0f, Float.NaN, Float.MIN_VALUE}, List.of(2)),
                "float64", new TensorColumn(new double[] {Math.PI, 2, 3, -Double.MAX_VALUE}, List.of(2)),
                "int32", new TensorColumn(new int[] {1, Integer.MIN_VALUE, 3, 4}, List.of(2)),
                "int64", new TensorColumn(new long[] {1, 2, Long.MAX_VALUE, 4}, List.of(2)),
                "bool", new TensorColumn(new boolean[] {true, false, false, true}, List.of(2)),
                "string",
                        new TensorColumn(
                                new byte[][] {{}, {0, -1, 7}, "β".getBytes(StandardCharsets.UTF_8), {1}}, List.of(2)));
        try (SavedModel model = SavedModel.load(directory, LoadOptions.anyModel())) {
            Map<String, TensorColumn> back = model.predict("echo", sent, 2);
            assertThat(back).containsOnlyKeys(sent.keySet());
            back.forEach((name, column) -> {
                assertThat(column.shape()).as(name).isEqualTo(List.of(2));
                // Bit for bit: NaN is NaN, and -0 is not 0.
                assertThat(Objects.deepEquals(column.values(), sent.get(name).values()))
                        .as(name)
                        .isTrue();
            });
        }
    }

    @Test
    void aWrongDirectoryIsTold() throws IOException {
        assertThatThrownBy(() -> SavedModel.load(folder.resolve("nowhere"), LoadOptions.anyModel()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(
                        "expected a directory with a saved_model.pb, found nothing; give the folder of one version");
        Files.createDirectories(folder.resolve("model/7"));
        assertThatThrownBy(() -> SavedModel.load(folder.resolve("model"), LoadOptions.anyModel()))
                .hasMessageContaining("expected a saved_model.pb, found 7; give the folder of one version");
    }

    @Test
    void anotherDigestIsTold() {
        ModelLocation location = TestModels.released(folder, Task.CHURN);
        String other = "0".repeat(64);
        assertThatThrownBy(() -> SavedModel.load(
                        location,
                        LoadOptions.serving(Task.CHURN, TestModels.PROFILE).withDigest(other)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected digest " + other + ", found "
                        + ModelDigest.of(location.directory()).digest());
    }

    @Test
    void aChangedFileIsTold() throws IOException {
        ModelLocation location = TestModels.released(folder, Task.CHURN);
        Files.write(location.directory().resolve("variables/variables.index"), new byte[] {1});
        assertThatThrownBy(() -> SavedModel.load(location, LoadOptions.released()))
                .hasMessageContaining("file variables/variables.index: expected SHA-256 ");
    }

    @Test
    void aManifestOfAnotherModelIsTold() {
        ModelLocation location = TestModels.released(folder, Task.CHURN);
        assertThatThrownBy(() ->
                        SavedModel.load(new ModelLocation("churn", 4, location.directory()), LoadOptions.released()))
                .hasMessageContaining("expected a manifest of churn version 4, found one of churn version 3");
    }

    @Test
    void aSignatureThatDoesNotFitIsTold() {
        Path directory = TestModels.linear(folder.resolve("churn/3"));
        ManifestFile.seal(directory, TestModels.manifest(Task.CHURN));
        assertThatThrownBy(() -> SavedModel.load(directory, LoadOptions.serving(Task.CHURN, TestModels.PROFILE)))
                .hasMessageContaining(
                        "signature score: expected a manifest that feeds the inputs [x], found it feeding")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aDamagedGraphIsTold() throws IOException {
        Path directory = TestModels.linear(folder.resolve("1"));
        Path file = directory.resolve("saved_model.pb");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> SavedModel.load(directory, LoadOptions.anyModel()))
                .hasMessageContaining("expected a readable saved_model.pb, found a damaged one");
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> SavedModel.load(directory, LoadOptions.anyModel()))
                .hasMessageContaining("expected one graph tagged serve in saved_model.pb, found no graph at all");
    }

    @Test
    void anotherGraphBesideTheJudgedOneIsRefused() throws IOException {
        Path directory = TestModels.linear(folder.resolve("1"));
        Files.createFile(directory.resolve("saved_model.cpb"));
        assertThatThrownBy(() -> SavedModel.load(directory, LoadOptions.anyModel()))
                .hasMessageContaining("expected saved_model.pb alone, found saved_model.cpb beside it");
    }

    @Test
    void damagedVariablesAreTold() throws IOException {
        Path directory = TestModels.linear(folder.resolve("1"));
        Files.write(directory.resolve("variables/variables.data-00000-of-00001"), new byte[3]);
        assertThatThrownBy(() -> SavedModel.load(directory, LoadOptions.anyModel()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected a SavedModel that TensorFlow loads, found '")
                .hasMessageNotContaining("\n");
    }

    @Test
    void goldenRowsAreComparedBeforeAModelServes() {
        Path directory = TestModels.linear(folder.resolve("1"));
        GoldenRows golden;
        try (SavedModel model = SavedModel.load(directory, LoadOptions.anyModel())) {
            golden = GoldenRows.record(model, "score", rows(1, 0, 0, 0, 0, .1f, .2f, -.3f, 9, 9, 9, 9), 2);
            golden.write(directory);
        }
        SavedModel.load(directory, LoadOptions.anyModel()).close();

        double[] off = golden.outputs().get("p").clone();
        off[1] += 0.9e-4;
        new GoldenRows("score", 2, golden.inputs(), Map.of("p", off)).write(directory);
        SavedModel.load(directory, LoadOptions.anyModel()).close();

        off[1] += 0.3e-4;
        new GoldenRows("score", 2, golden.inputs(), Map.of("p", off)).write(directory);
        assertThatThrownBy(() -> SavedModel.load(directory, LoadOptions.anyModel()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("golden rows: expected p[1] = " + off[1] + ", found ");
        new GoldenRows("score", 2, golden.inputs(), Map.of("q", off)).write(directory);
        assertThatThrownBy(() -> SavedModel.load(directory, LoadOptions.anyModel()))
                .hasMessageContaining("expected an output q, found [p]");
    }

    @Test
    void goldenRowsOfIdsAreReleasedWithTheModel() throws RowRejected {
        Path directory = TestModels.task(folder.resolve("interest/3"), Task.INTEREST, 3);
        FeatureColumns columns = new FeatureColumns(Task.INTEREST, TestModels.manifest(Task.INTEREST), 2);
        Random random = new Random(2);
        FeatureColumnsTest.Row.random(Task.INTEREST, random).addTo(columns);
        FeatureColumnsTest.Row.random(Task.INTEREST, random).addTo(columns);
        try (SavedModel model = SavedModel.load(directory, LoadOptions.anyModel())) {
            GoldenRows.record(model, "score", columns.inputs(), 2).write(directory);
        }
        ModelManifest sealed = ManifestFile.seal(directory, TestModels.manifest(Task.INTEREST));
        assertThat(sealed.files()).containsKey("golden.json");
        SavedModel.load(directory, LoadOptions.serving(Task.INTEREST, TestModels.PROFILE))
                .close();

        // The same rows do not come out of other weights, even when the manifest says that the
        // files are right.
        TestModels.task(directory, Task.INTEREST, 4);
        ManifestFile.seal(directory, TestModels.manifest(Task.INTEREST));
        assertThatThrownBy(() -> SavedModel.load(directory, LoadOptions.released()))
                .hasMessageContaining("golden rows: expected answer[");
    }

    @Test
    void columnsThatDoNotFitAreTold() {
        try (SavedModel model = SavedModel.load(TestModels.linear(folder.resolve("1")), LoadOptions.anyModel())) {
            assertThatThrownBy(() -> model.predict("nonsense", rows(1, 2, 3, 4), 1))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("expected a signature nonsense, found [score]");
            assertThatThrownBy(() -> answer(model, Map.of(), 1))
                    .hasMessageContaining("expected at least 1 row of the inputs [x], found 1 rows of []");
            assertThatThrownBy(() -> answer(model, rows(), 0)).hasMessageContaining("found 0 rows of [x]");
            assertThatThrownBy(() -> answer(model, Map.of("y", new TensorColumn(new float[4], List.of(4))), 1))
                    .hasMessageContaining("expected an input x, found [y]");
            assertThatThrownBy(() -> answer(model, Map.of("x", new TensorColumn(new int[4], List.of(4))), 1))
                    .hasMessageContaining("expected input x of float32[?, 4], found int32[1, 4]");
            assertThatThrownBy(() -> answer(model, Map.of("x", new TensorColumn(new float[5], List.of(5))), 1))
                    .hasMessageContaining("expected input x of float32[?, 4], found float32[1, 5]");
            assertThatThrownBy(() -> answer(model, rows(1, 2, 3, 4, 5, 6, 7), 2))
                    .hasMessageContaining("expected input x with 8 values for 2 rows, found 7 values");
        }
    }

    @Test
    void anIdOutsideAnEmbeddingFailsTheCallAndNotTheModel() {
        Path directory = TestModels.task(folder.resolve("1"), Task.INTEREST, 3);
        FeatureColumns columns = new FeatureColumns(Task.INTEREST, TestModels.manifest(Task.INTEREST), 1);
        try (SavedModel model = SavedModel.load(directory, LoadOptions.anyModel())) {
            Map<String, TensorColumn> inputs = columns.inputs();
            int[] categories = (int[]) inputs.get("in_action_category").values();
            categories[3] = 1_000_000;
            assertThatThrownBy(() -> model.predict("score", inputs, 1))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("signature score, 1 rows: expected an answer, found '")
                    .hasMessageNotContaining("\n");
            categories[3] = 1;
            assertThat(model.predict("score", inputs, 1)).containsKey("answer");
        }
    }

    @Test
    void aClosedModelIsTold() {
        SavedModel model = SavedModel.load(TestModels.linear(folder.resolve("1")), LoadOptions.anyModel());
        model.close();
        model.close();
        assertThatThrownBy(() -> answer(model, rows(1, 2, 3, 4), 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected an open model, found a closed one");
    }

    @Test
    void threadsGetTheirOwnAnswers() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (SavedModel model = SavedModel.load(TestModels.linear(folder.resolve("1")), LoadOptions.anyModel())) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                float own = thread;
                running.add(threads.submit(() -> {
                    Map<String, TensorColumn> inputs = rows(own, 0, 0, 0, -own, 0, 0, 0);
                    for (int call = 0; call < 500; call++) {
                        float[] answers = answer(model, inputs, 2);
                        assertThat((double) answers[0]).isCloseTo(1 / (1 + Math.exp(-own)), within(1e-6));
                        assertThat((double) answers[1]).isCloseTo(1 / (1 + Math.exp(own)), within(1e-6));
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void memoryStaysWhereItIs() throws IOException {
        try (SavedModel model = SavedModel.load(TestModels.linear(folder.resolve("1")), LoadOptions.anyModel())) {
            // 16 KiB a call in one tensor alone: 20,000 calls that leaked would take 320 MB.
            Map<String, TensorColumn> inputs = rows(new float[4096]);
            for (int call = 0; call < 3_000; call++) {
                answer(model, inputs, 1024);
            }
            long before = residentKilobytes();
            for (int call = 0; call < 20_000; call++) {
                answer(model, inputs, 1024);
            }
            assertThat(residentKilobytes() - before).isLessThan(150_000);
        }
    }

    /** The native memory in use, without the Java heap, whose size is the collector's business. */
    private static long residentKilobytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(status), "resident memory is read on Linux alone");
        long resident = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
        return resident - Runtime.getRuntime().totalMemory() / 1024;
    }
}
