package io.leeway.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.model.FeatureColumns;
import io.leeway.model.ModelManifest;
import io.leeway.model.Predictor;
import io.leeway.model.TensorColumn;
import io.leeway.records.FeatureVector;
import io.leeway.records.scores.CategoryShare;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Reasons of drifts against a model whose answers can be had by hand: a category's logit is 2 for
 * each action in the one before it in the vocabulary.
 */
class InterestReasonGiverTest {

    private static final List<String> VOCABULARY = List.of("baby", "toddler", "garden");
    private static final int IDS = VOCABULARY.size() + 2;

    private final List<Integer> rowsAsked = new ArrayList<>();

    private static ModelManifest manifest() {
        Map<String, String> inputs = new LinkedHashMap<>();
        for (FeatureSpec feature : Task.INTEREST.features()) {
            inputs.put(feature.name(), feature.name());
        }
        return new ModelManifest(
                "interest",
                1,
                "interest",
                new ModelManifest.CallPlan("answer", inputs, "distribution", VOCABULARY),
                7,
                "activity",
                Map.of(),
                ModelManifest.TrainingEvidence.NONE,
                Map.of());
    }

    private Map<String, TensorColumn> answer(Map<String, TensorColumn> inputs, int rows) {
        rowsAsked.add(rows);
        if (!(inputs.get("action_category").values() instanceof int[] ids)) {
            throw new AssertionError(inputs);
        }
        float[] shares = new float[rows * IDS];
        for (int row = 0; row < rows; row++) {
            double[] logits = new double[IDS];
            for (int i = 0; i < 32; i++) {
                int id = ids[row * 32 + i];
                if (id >= 2 && id + 1 < IDS) {
                    logits[id + 1] += 2;
                }
            }
            for (int id = 0; id < IDS; id++) {
                shares[row * IDS + id] = (float) Math.exp(logits[id]);
            }
        }
        return Map.of("distribution", new TensorColumn(shares, List.of(IDS)));
    }

    /**
     * Views an hour and a half ago, oldest first, of categories by their place in the dictionary.
     */
    private static FeatureVector vector(boolean backfill, int... categories) {
        int[] ids = new int[Task.INTEREST.ids()];
        float[] numbers = new float[Task.INTEREST.numbers()];
        for (int i = 0; i < categories.length; i++) {
            ids[32 - categories.length + i] = categories[i];
            ids[64 - categories.length + i] = 1;
            numbers[32 - categories.length + i] = (float) Math.log1p(1.5);
        }
        return new FeatureVector("u", 1, 1, backfill, "interest", new String[] {"garden", "baby"}, ids, numbers, 0, 0);
    }

    private static AnswerReader.Answer drift(float drift, String... to) {
        return new AnswerReader.Answer(drift, List.of(), CategoryShare.listOf(to, new float[to.length]), List.of());
    }

    private List<List<Reason>> reasons(double above, List<FeatureVector> vectors, AnswerReader.Answer... answers) {
        ModelManifest manifest = manifest();
        Predictor model = (signature, inputs, rows) -> answer(inputs, rows);
        return new InterestReasonGiver(above, false, new FeatureColumns(Task.INTEREST, manifest, 1), model, manifest)
                .of(vectors, List.of(answers));
    }

    @Test
    void whatTheAnswerLosesWithoutAnActionIsItsContribution() {
        List<List<Reason>> reasons = reasons(
                0.5,
                List.of(vector(false, 2, 1, 2), vector(false, 2), vector(true, 2), vector(false, 2)),
                drift(0.5f, "toddler"),
                drift(0.49f, "toddler"),
                drift(0.9f, "toddler"),
                drift(0.9f));
        // Two views of baby: toddler has e^4 among e^4 + 3; without them, 1 of 4. Padding counts
        // for nothing.
        double expected = Math.log(Math.exp(4) / (Math.exp(4) + 3)) - Math.log(1 / 4.0);
        assertThat(reasons.get(0)).singleElement().satisfies(reason -> {
            assertThat(reason.words()).isEqualTo("viewed baby 2 times, last 1 hour ago");
            assertThat(reason.code()).isEqualTo("viewed");
            assertThat((double) reason.contribution()).isCloseTo(expected, within(1e-5));
        });
        assertThat(reasons.get(1)).as("below the threshold").isEmpty();
        assertThat(reasons.get(2)).as("of the past").isEmpty();
        assertThat(reasons.get(3)).as("nothing gains").isEmpty();
        assertThat(rowsAsked)
                .as("one call: the row, and without each of its two categories")
                .containsExactly(3);
    }

    @Test
    void belowTheThresholdTheModelIsNotAskedAgain() {
        assertThat(reasons(0.9, List.of(vector(false, 2)), drift(0.5f, "toddler"))
                        .get(0))
                .isEmpty();
        assertThat(rowsAsked).isEmpty();
    }
}
