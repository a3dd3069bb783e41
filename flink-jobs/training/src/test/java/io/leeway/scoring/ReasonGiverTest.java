package io.leeway.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.model.FeatureColumns;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelManifest;
import io.leeway.model.Predictor;
import io.leeway.model.SavedModel;
import io.leeway.model.answers.Explanations;
import io.leeway.records.FeatureVector;
import io.leeway.records.scores.ChurnScore;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.releases.ReleaseFeed;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import io.leeway.shopper.reasons.ChurnReasons;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which scores get reasons, and what the others pay for them, with a real model. */
class ReasonGiverTest {

    /** "signature:rows" of each call of the model. */
    private static final List<String> CALLS = new CopyOnWriteArrayList<>();

    private static final int ROWS = 40;

    @TempDir
    private static Path folder;

    private static ChurnModels models;

    @BeforeAll
    static void train() {
        models = ChurnModels.train(folder);
    }

    @BeforeEach
    void forget() {
        CALLS.clear();
    }

    private static Predictor listening(Predictor model) {
        return (signature, inputs, rows) -> {
            CALLS.add(signature + ":" + rows);
            return model.predict(signature, inputs, rows);
        };
    }

    private static List<FeatureVector> vectors(boolean backfill) {
        List<FeatureVector> vectors = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            FeatureVector drawn = ChurnModels.vector("u" + i, 1_000 + i);
            vectors.add(new FeatureVector(
                    drawn.userId(),
                    drawn.asOfMillis(),
                    drawn.triggers(),
                    backfill,
                    drawn.task(),
                    drawn.dictionary(),
                    drawn.ids(),
                    drawn.numbers(),
                    0,
                    0));
        }
        return vectors;
    }

    private static List<ChurnScore> scores(ReasonsAbove above, int bundle, boolean backfill) throws Exception {
        BundleOptions options =
                new BundleOptions(bundle, Duration.ofHours(1), 1, ReasonGiverTest::listening).withReasons(above);
        try (AbstractStreamOperatorTestHarness<ScoreUpdate> harness = new AbstractStreamOperatorTestHarness<>(
                Scoring.factory(
                        Task.CHURN, ChurnModels.PROFILE, options, List.of(models.release(1, 0)), ReleaseFeed.none()),
                1,
                1,
                0)) {
            harness.setup();
            harness.open();
            BundleOperator operator = (BundleOperator) harness.getOperator();
            for (FeatureVector vector : vectors(backfill)) {
                operator.processElement(new StreamRecord<>(vector, vector.asOfMillis()));
            }
            operator.endInput();
            return harness.extractOutputValues().stream()
                    .map(ChurnScore.class::cast)
                    .toList();
        }
    }

    /** The value below which that many of the shoppers are. */
    private static double threshold(int below) throws Exception {
        double[] values = scores(ReasonsAbove.NONE, ROWS, false).stream()
                .mapToDouble(ChurnScore::probability)
                .sorted()
                .toArray();
        CALLS.clear();
        return (values[below - 1] + values[below]) / 2;
    }

    @Test
    void scoresAboveTheThresholdCarryReasonsAndTheOthersCostNothing() throws Exception {
        double threshold = threshold(30);
        List<ChurnScore> plain = scores(ReasonsAbove.NONE, ROWS, false);
        CALLS.clear();

        List<ChurnScore> scores = scores(new ReasonsAbove(threshold, 1, false), ROWS, false);

        assertThat(CALLS).containsExactly("serving_default:40", "reasons:10");
        assertThat(scores)
                .extracting(ChurnScore::id)
                .isEqualTo(plain.stream().map(ChurnScore::id).toList());
        assertThat(scores)
                .extracting(ChurnScore::probability)
                .isEqualTo(plain.stream().map(ChurnScore::probability).toList());
        try (SavedModel model = SavedModel.load(folder.resolve("churn/1"), LoadOptions.released())) {
            for (ChurnScore score : scores) {
                float[] numbers =
                        ChurnModels.vector(score.userId(), score.asOfMillis()).numbers();
                assertThat(codes(score))
                        .isEqualTo(
                                score.probability() < threshold
                                        ? List.of()
                                        : codes(ChurnReasons.of(numbers, attributions(model, numbers), 3)));
            }
        }
        assertThat(scores.stream().filter(score -> !score.reasons().isEmpty())).hasSizeGreaterThan(5);
    }

    @Test
    void whereNoScoreIsAboveTheThresholdTheSignatureIsNotCalled() throws Exception {
        assertThat(scores(new ReasonsAbove(1, 1, false), 10, false))
                .allSatisfy(score -> assertThat(score.reasons()).isEmpty());
        assertThat(CALLS).containsOnly("serving_default:10");
    }

    @Test
    void thePastGetsReasonsOnDemandAlone() throws Exception {
        scores(new ReasonsAbove(0, 1, false), ROWS, true);
        assertThat(CALLS).containsExactly("serving_default:40");
        CALLS.clear();
        assertThat(scores(new ReasonsAbove(0, 1, true), ROWS, true))
                .anySatisfy(score -> assertThat(score.reasons()).isNotEmpty());
        assertThat(CALLS).containsExactly("serving_default:40", "reasons:40");
    }

    /** Bundles cut the rows as they come; what is said of a shopper must not hang on it. */
    @Test
    void reasonsDoNotDependOnTheBundle() throws Exception {
        List<ChurnScore> together = scores(new ReasonsAbove(0, 1, false), ROWS, false);
        List<ChurnScore> apart = scores(new ReasonsAbove(0, 1, false), 7, false);
        for (int row = 0; row < ROWS; row++) {
            List<Reason> one = together.get(row).reasons();
            List<Reason> other = apart.get(row).reasons();
            assertThat(codes(apart.get(row))).isEqualTo(codes(together.get(row)));
            for (int i = 0; i < one.size(); i++) {
                assertThat(other.get(i).words()).isEqualTo(one.get(i).words());
                assertThat(other.get(i).contribution()).isCloseTo(one.get(i).contribution(), within(1e-5f));
            }
        }
    }

    @Test
    void aModelWithoutTheSignatureGivesNone(@TempDir Path other) throws Exception {
        ModelManifest manifest;
        try (SavedModel trained = SavedModel.load(folder.resolve("churn/1"), LoadOptions.released())) {
            manifest = trained.manifest().orElseThrow();
            assertThat(ReasonGiver.of(trained, Task.CHURN, manifest, trained, new ReasonsAbove(0, 1, false)))
                    .isPresent();
            assertThat(ReasonGiver.of(trained, Task.CHURN, manifest, trained, ReasonsAbove.NONE))
                    .isEmpty();
        }
        try (SavedModel linear = SavedModel.load(LinearModel.export(other), LoadOptions.anyModel())) {
            assertThat(ReasonGiver.of(linear, Task.CHURN, manifest, linear, new ReasonsAbove(0, 1, false)))
                    .isEmpty();
        }
    }

    @Test
    void thresholdsAreChecked() {
        assertThatThrownBy(() -> new ReasonsAbove(-0.1, 1, false)).hasMessageContaining("found -0.1");
        assertThatThrownBy(() -> new ReasonsAbove(Double.NaN, 1, false)).hasMessageContaining("found NaN");
    }

    private static float[] attributions(SavedModel model, float[] numbers) throws Exception {
        ModelManifest manifest = model.manifest().orElseThrow();
        FeatureColumns columns = new FeatureColumns(Task.CHURN, manifest, 1);
        columns.add(new String[0], new int[0], numbers);
        return Explanations.of(model, Task.CHURN, manifest).orElseThrow().attributions(model, columns.inputs(), 1);
    }

    private static List<String> codes(ChurnScore score) {
        return codes(score.reasons());
    }

    private static List<String> codes(List<Reason> reasons) {
        return reasons.stream().map(Reason::code).toList();
    }
}
