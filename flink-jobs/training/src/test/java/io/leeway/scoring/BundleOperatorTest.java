package io.leeway.scoring;

import static io.leeway.scoring.ChurnModels.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.model.ModelException;
import io.leeway.records.FeatureVector;
import io.leeway.records.ReleaseRole;
import io.leeway.records.scores.ChurnScore;
import io.leeway.records.scores.ScoreErasure;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseFeed;
import io.leeway.shopper.Task;
import io.leeway.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a bundle closes, and what stays in order and out of state, with a real model. */
class BundleOperatorTest {
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private static Path folder;

    private static ChurnModels models;

    private AbstractStreamOperatorTestHarness<ScoreUpdate> harness;
    private BundleOperator operator;

    @BeforeAll
    static void train() {
        models = ChurnModels.train(folder);
    }

    @AfterEach
    void close() throws Exception {
        if (harness != null) {
            harness.close();
        }
    }

    @Test
    void aBundleClosesAtItsSize() throws Exception {
        open(3, LONG, models.release(1, 0));
        add(vector("a", 1), vector("b", 2));
        assertThat(scores()).isEmpty();
        add(vector("c", 3), vector("d", 4));
        answered();
        assertThat(scores()).extracting(ChurnScore::userId).containsExactly("a", "b", "c");
        assertThat(scores()).allSatisfy(score -> {
            assertThat(score.headers().bundleRows()).isEqualTo(3);
            assertThat(score.origin().model().version()).isOne();
            assertThat(score.probability()).isBetween(0f, 1f);
        });
        assertThat(scores()).extracting(ChurnScore::probability).doesNotHaveDuplicates();
    }

    @Test
    void aBundleClosesAfterItsLinger() throws Exception {
        open(100, Duration.ofMillis(20), models.release(1, 0));
        harness.setProcessingTime(1_000);
        add(vector("a", 1));
        harness.setProcessingTime(1_010);
        add(vector("b", 1));
        harness.setProcessingTime(1_019);
        assertThat(scores()).isEmpty();
        harness.setProcessingTime(1_020);
        answered();
        assertThat(scores()).hasSize(2);
    }

    @Test
    void theLingerOfABundleThatClosedDoesNotCutTheNextOneShort() throws Exception {
        open(2, Duration.ofMillis(20), models.release(1, 0));
        harness.setProcessingTime(1_000);
        add(vector("a", 1), vector("b", 1));
        harness.setProcessingTime(1_015);
        add(vector("c", 1));
        harness.setProcessingTime(1_034);
        answered();
        assertThat(scores()).hasSize(2);
        harness.setProcessingTime(1_035);
        answered();
        assertThat(scores()).hasSize(3);
    }

    @Test
    void aBundleClosesBeforeTheBarrierAndNoRequestIsInState() throws Exception {
        open(100, LONG, models.release(1, 0));
        add(vector("a", 1), vector("b", 2));
        harness.prepareSnapshotPreBarrier(1);
        assertThat(scores()).extracting(ChurnScore::userId).containsExactly("a", "b");
        assertThat(stateNames(harness.snapshot(1, 1))).containsExactly("progress", "releases", "verdicts");
    }

    @Test
    void aBundleClosesAtTheEndOfRequests() throws Exception {
        open(100, LONG, models.release(1, 0));
        add(vector("a", 1));
        operator.endInput();
        assertThat(scores()).hasSize(1);
    }

    @Test
    void aWatermarkWaitsBehindTheRowsThatCameBeforeIt() throws Exception {
        open(100, LONG, models.release(1, 0));
        operator.processWatermark(new Watermark(5));
        assertThat(harness.getOutput()).containsExactly(new Watermark(5));
        add(vector("a", 10));
        operator.processWatermark(new Watermark(10));
        add(vector("b", 20));
        operator.processWatermark(new Watermark(20));
        assertThat(harness.getOutput()).hasSize(1);
        harness.prepareSnapshotPreBarrier(1);
        assertThat(harness.getOutput().stream()
                        .map(each ->
                                each instanceof StreamRecord<?> record && record.getValue() instanceof ScoreUpdate score
                                        ? (Object) score.userId()
                                        : each)
                        .toList())
                .isEqualTo(List.of(new Watermark(5), "a", "b", new Watermark(20)));
    }

    @Test
    void anErasureKeepsItsPlace() throws Exception {
        open(100, LONG, models.release(1, 0));
        add(vector("a", 1), FeatureVector.erasure("a", 2, "churn"), vector("a", 3));
        harness.prepareSnapshotPreBarrier(1);
        assertThat(harness.extractOutputValues())
                .extracting(ScoreUpdate::asOfMillis)
                .containsExactly(1L, 2L, 3L);
        assertThat(harness.extractOutputValues().get(1))
                .isEqualTo(new ScoreErasure("a", 2, Task.CHURN, ReleaseRole.ACTIVE));
        assertThat(scores()).hasSize(2);
    }

    @Test
    void theReleaseThatIsEffectiveAtTheAsOfTimeAnswers() throws Exception {
        open(100, LONG, models.release(1, 100), models.release(2, 200));
        add(vector("early", 99), vector("a", 100), vector("a", 199), vector("a", 200), vector("late", 150));
        harness.prepareSnapshotPreBarrier(1);
        assertThat(scores())
                .extracting(score -> score.origin().model().version())
                .containsExactly(1L, 1L, 2L, 1L);
        assertThat(scores()).extracting(score -> score.headers().bundleRows()).containsExactly(3, 3, 1, 3);
        assertThat(side(Topics.DEAD_LETTERS)).singleElement().asString().contains("\"no-release\"", "\"early\"");
        assertThat(side(Topics.TALLIES))
                .containsExactly("{\"stage\":\"scoring\",\"counts\":{\"unscored.no-release\":1}}");
    }

    @Test
    void aRowThatCannotBeScoredLeavesTheOthersAlone() throws Exception {
        open(100, LONG, models.release(1, 0));
        FeatureVector broken = vector("broken", 2);
        broken.numbers()[17] = Float.NaN;
        add(vector("a", 1), broken, vector("b", 3));
        harness.prepareSnapshotPreBarrier(1);
        assertThat(scores()).extracting(ChurnScore::userId).containsExactly("a", "b");
        assertThat(side(Topics.DEAD_LETTERS))
                .singleElement()
                .asString()
                .contains("\"stage\":\"scoring\"", "\"not-finite\"", "\"broken\"")
                .doesNotContain("raw");
    }

    @Test
    void aModelThatDoesNotLoadFailsBeforeAnythingIsRead() {
        assertThatThrownBy(() -> open(100, LONG, models.release(3, 0)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("version 3");
    }

    private void open(int rows, Duration linger, ModelRelease... releases) throws Exception {
        harness = harness(rows, linger, releases);
        harness.open();
        operator = (BundleOperator) harness.getOperator();
    }

    private static AbstractStreamOperatorTestHarness<ScoreUpdate> harness(
            int rows, Duration linger, ModelRelease... releases) throws Exception {
        AbstractStreamOperatorTestHarness<ScoreUpdate> made = new AbstractStreamOperatorTestHarness<>(
                Scoring.factory(
                        Task.CHURN,
                        ChurnModels.PROFILE,
                        new BundleOptions(rows, linger),
                        List.of(releases),
                        ReleaseFeed.none()),
                1,
                1,
                0);
        made.setup();
        return made;
    }

    private void add(FeatureVector... vectors) throws Exception {
        for (FeatureVector vector : vectors) {
            operator.processElement(new StreamRecord<>(vector, vector.asOfMillis()));
        }
    }

    /** Awaits the answers of one call. */
    private void answered() throws Exception {
        harness.getTaskMailbox().take(TaskMailbox.MIN_PRIORITY).run();
    }

    private List<ChurnScore> scores() {
        return harness.extractOutputValues().stream()
                .filter(ChurnScore.class::isInstance)
                .map(ChurnScore.class::cast)
                .toList();
    }

    private List<String> side(String topic) {
        var side = harness.getSideOutput(Scoring.SIDE);
        return side == null
                ? List.of()
                : side.stream()
                        .map(StreamRecord::getValue)
                        .filter(out -> out.topic().equals(topic))
                        .map(out -> new String(out.value(), StandardCharsets.UTF_8))
                        .toList();
    }

    private static TreeSet<String> stateNames(OperatorSubtaskState state) {
        assertThat(state.getManagedKeyedState()).isEmpty();
        assertThat(state.getRawKeyedState()).isEmpty();
        assertThat(state.getRawOperatorState()).isEmpty();
        TreeSet<String> names = new TreeSet<>();
        for (OperatorStateHandle handle : state.getManagedOperatorState()) {
            names.addAll(handle.getStateNameToPartitionOffsets().keySet());
        }
        return names;
    }
}
