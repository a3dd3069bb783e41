package io.leeway.scoring;

import static io.leeway.scoring.LinearModel.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leeway.model.ModelException;
import io.leeway.model.SharedModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of numbers through real SavedModels: one of a test's own, and those that others made. */
class PredictionOperatorTest {
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private static Path folder;

    private static Path linear;

    private OneInputStreamOperatorTestHarness<float[], float[]> harness;

    @BeforeAll
    static void export() throws Exception {
        linear = LinearModel.export(folder.resolve("linear").resolve("1"));
    }

    @AfterEach
    void close() throws Exception {
        if (harness != null) {
            harness.close();
        }
        assertThat(SharedModels.size()).as("models that stay loaded").isZero();
    }

    @Test
    void eachRowGetsItsOwnAnswerInOrder() throws Exception {
        open(linear, LinearModel.ANSWER, 3, LONG);
        add(row(1, 2, 3, 4), row(5, 6, 7, 8));
        assertThat(harness.getOutput()).isEmpty();
        add(row(9, 0, 0, 0), row(0, 0, 0, 1));
        answered();
        assertThat(answers()).containsExactly("4321 -1", "8765 -5", "9 -9");
        harness.endInput();
        assertThat(answers()).containsExactly("4321 -1", "8765 -5", "9 -9", "1000 0");
    }

    /** The buffer holds what an earlier bundle left. */
    @Test
    void aSmallBundleAfterALargeOneIsAnsweredAsItself() throws Exception {
        open(linear, LinearModel.ANSWER, 3, Duration.ofMillis(20));
        harness.setProcessingTime(1_000);
        add(row(1, 1, 1, 1), row(2, 2, 2, 2), row(3, 3, 3, 3));
        add(row(4, 0, 0, 0));
        harness.setProcessingTime(1_019);
        answered();
        assertThat(answers()).hasSize(3);
        harness.setProcessingTime(1_020);
        answered();
        assertThat(answers()).hasSize(4).endsWith("4 -4");
    }

    @Test
    void noRowIsInStateAndNoWatermarkOvertakesARow() throws Exception {
        open(linear, LinearModel.ANSWER, 100, LONG);
        add(row(1, 0, 0, 0));
        harness.processWatermark(new Watermark(7));
        assertThat(harness.getOutput()).isEmpty();
        harness.prepareSnapshotPreBarrier(1);
        assertThat(answers()).containsExactly("1 -1");
        assertThat(harness.getOutput()).hasSize(2).last().isEqualTo(new Watermark(7));
        OperatorSubtaskState state = harness.snapshot(1, 1);
        assertThat(state.getManagedOperatorState()).isEmpty();
        assertThat(state.getRawOperatorState()).isEmpty();
        assertThat(state.getManagedKeyedState()).isEmpty();
        assertThat(state.getRawKeyedState()).isEmpty();
    }

    @Test
    void aRowOfAnotherLengthFailsTheJob() throws Exception {
        open(linear, LinearModel.ANSWER, 3, LONG);
        assertThatThrownBy(() -> add(new float[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Expected rows of 4 numbers for the signature answer, found one of 3");
    }

    @Test
    void whatIsNotOneInputAndOneOutputIsRefusedAtTheStart() {
        assertRefused(
                linear, LinearModel.TWO_OUTPUTS, "Signature two: expected one float32 input and one float32 output");
    }

    @Test
    void rowsOfNoKnownShapeAreRefusedAtTheStart() {
        assertRefused(linear, LinearModel.ANY_SHAPE, "rows of a known shape, found float32[?, ?, 2]");
    }

    /** Its signature takes exactly one row: a bundle of two would fail in the middle of a job. */
    @Test
    void aModelWithoutABatchIsRefusedAtTheStart() {
        Path model = others("half_plus_two_tf2/00000123");
        assertRefused(model, "serving_default", "a batch of any size, of rows of a known shape, found float32[1]");
    }

    @Test
    void aModelOfOthersAnswers() throws Exception {
        open(others("half_plus_two/00000123"), "serving_default", 4, LONG);
        add(new float[] {0}, new float[] {1}, new float[] {-4}, new float[] {100});
        answered();
        assertThat(harness.extractOutputValues())
                .containsExactly(new float[] {2}, new float[] {2.5f}, new float[] {0}, new float[] {52});
    }

    /** In a job of its own, where a bundle's size must not change what a row is answered. */
    @Test
    void aJobAnswersAPictureTheSameInWhateverBundle() throws Exception {
        Path model = others("ffnn/1");
        List<float[]> pictures = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 50; i++) {
            float[] picture = new float[28 * 28];
            for (int pixel = 0; pixel < picture.length; pixel++) {
                picture[pixel] = random.nextFloat();
            }
            pictures.add(picture);
        }
        List<float[]> alone = run(model, pictures, 1);
        List<float[]> together = run(model, pictures, 16);
        assertThat(together).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(together.get(i)).hasSize(10);
            for (int each = 0; each < 10; each++) {
                assertThat(together.get(i)[each]).isCloseTo(alone.get(i)[each], within(1e-4f));
            }
        }
        assertThat(together.get(0)).isNotEqualTo(together.get(1));
    }

    private static List<float[]> run(Path model, List<float[]> rows, int bundle) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        var source = env.fromData(rows, PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO);
        List<float[]> answers = new ArrayList<>();
        try (CloseableIterator<float[]> found = Predictions.of(
                        source, model, "serving_default", new BundleOptions(bundle, LONG))
                .executeAndCollect("predictions")) {
            found.forEachRemaining(answers::add);
        }
        return answers;
    }

    private void open(Path model, String signature, int rows, Duration linger) throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(
                Predictions.factory(model.toString(), signature, new BundleOptions(rows, linger)));
        harness.open();
    }

    /** Refused before a row is read; closing what did not open gives the model back. */
    private void assertRefused(Path model, String signature, String... parts) {
        assertThatThrownBy(() -> open(model, signature, 3, LONG))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll(parts);
        assertThat(SharedModels.size()).isOne();
    }

    private void add(float[]... rows) throws Exception {
        for (float[] row : rows) {
            harness.processElement(new StreamRecord<>(row));
        }
    }

    /** Awaits the answers of one call. */
    private void answered() throws Exception {
        harness.getTaskMailbox().take(TaskMailbox.MIN_PRIORITY).run();
    }

    private List<String> answers() {
        return harness.extractOutputValues().stream().map(LinearModel::answer).toList();
    }

    private static Path others(String model) {
        String named = System.getenv("LEEWAY_MODELS");
        Path folder = (named == null ? Path.of("..", "..", "..", "shared", "models") : Path.of(named))
                .resolve(model)
                .toAbsolutePath()
                .normalize();
        assumeTrue(Files.isDirectory(folder), "no model of others at " + folder + "; set LEEWAY_MODELS");
        return folder;
    }
}
