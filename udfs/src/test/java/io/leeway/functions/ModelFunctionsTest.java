package io.leeway.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.model.FeatureColumns;
import io.leeway.model.LoadOptions;
import io.leeway.model.SavedModel;
import io.leeway.model.SharedModels;
import io.leeway.model.TensorColumn;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import io.leeway.shopper.reasons.ChurnReasons;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The functions over models say what the models say, read by hand. */
class ModelFunctionsTest {

    @TempDir
    private static Path models;

    @TempDir
    private static Path folder;

    private static FunctionSession streaming;
    private static FunctionSession batch;

    @BeforeAll
    static void open() throws Exception {
        FunctionSession.writeModels(models);
        streaming = FunctionSession.open(true, models, folder.resolve("streaming"));
        batch = FunctionSession.open(false, models, folder.resolve("batch"));
    }

    private static float[] asked(Task task) throws Exception {
        FeatureValues values = FunctionSession.values(task);
        try (SavedModel model = SavedModel.load(models.resolve(task.id()).resolve("3"), LoadOptions.anyModel())) {
            FeatureColumns columns = new FeatureColumns(task, model.manifest().orElseThrow(), 1);
            columns.add(values.dictionary(), values.ids(), values.numbers());
            TensorColumn answer = model.predict("score", columns.inputs(), 1).get("answer");
            return (float[]) answer.values();
        }
    }

    @Test
    void theProbabilityIsTheModelsAndNullWhereNothingCanBeAsked() throws Exception {
        String query =
                "SELECT user_id, CHURN_PROBABILITY('models/churn', churn), CHURN_REASONS('models/churn/3', churn)"
                        + " IS NULL FROM features";
        for (FunctionSession session : List.of(streaming, batch)) {
            assertThat(session.rows(query))
                    .containsExactlyInAnyOrder(
                            Row.of("u1", asked(Task.CHURN)[0], false),
                            Row.of("nothing", null, true),
                            Row.of("broken", null, true));
        }
        assertThat(SharedModels.size()).as("leases after the jobs").isZero();
    }

    @Test
    void theReasonsAreThoseOfTheAttributions() throws Exception {
        float[] numbers = FunctionSession.values(Task.CHURN).numbers();
        List<Row> expected = ChurnReasons.of(numbers, numbers, 3).stream()
                .map(ModelFunctionsTest::row)
                .toList();
        assertThat(expected).isNotEmpty();
        Row found = batch.rows("SELECT CHURN_REASONS('models/churn', churn) FROM features WHERE user_id = 'u1'")
                .get(0);
        assertThat(found.<Row[]>getFieldAs(0)).containsExactlyElementsOf(expected);
    }

    private static Row row(Reason reason) {
        return Row.of(reason.code(), reason.words(), reason.feature(), reason.value(), reason.contribution());
    }

    /**
     * The vocabulary is baby, baby/toddler, garden, books, by ids from 2; 0 is padding, 1 any
     * other.
     */
    @Test
    void theInterestIsReadAsItIsWritten() throws Exception {
        FeatureValues values = FunctionSession.values(Task.INTEREST);
        double[] longTerm = new double[6];
        List<String> vocabulary = List.of("", "", "baby", "baby/toddler", "garden", "books");
        for (int i = 0; i < 16; i++) {
            // Two lists of 32 ids stand before, one of 32 numbers.
            int index = values.ids()[64 + i];
            if (index > 0) {
                int id = vocabulary.indexOf(values.dictionary()[index - 1]);
                longTerm[id < 0 ? 1 : id] += values.numbers()[32 + i];
            }
        }
        float[] answer = asked(Task.INTEREST);
        double[] predicted = new double[6];
        double sum = 0;
        for (int i = 1; i < 6; i++) {
            sum += answer[i];
        }
        double divergence = 0;
        int gains = 1;
        for (int i = 1; i < 6; i++) {
            predicted[i] = answer[i] / sum;
            double middle = (predicted[i] + longTerm[i]) / 2;
            divergence += predicted[i] * Math.log(predicted[i] / middle) / Math.log(2) / 2;
            divergence += longTerm[i] == 0 ? 0 : longTerm[i] * Math.log(longTerm[i] / middle) / Math.log(2) / 2;
            gains = predicted[i] - longTerm[i] > predicted[gains] - longTerm[gains] ? i : gains;
        }
        String given = "ARRAY[CAST(%s AS FLOAT), %s, %s, %s, %s, %s]"
                .formatted(answer[0], answer[1], answer[2], answer[3], answer[4], answer[5]);
        Row found = batch.rows("SELECT INTEREST_DRIFT('models/interest', interest), INTEREST_DRIFT('models/interest',"
                        + " interest, CAST(" + given + " AS ARRAY<FLOAT>)), DRIFT_DIRECTION('models/interest',"
                        + " interest).`to`[1], INTEREST_NEXT(model => 'models/interest', interest => interest, n => 4)"
                        + " FROM features WHERE user_id = 'u1'")
                .get(0);
        assertThat(found.<Double>getFieldAs(0)).isCloseTo(Math.sqrt(divergence), within(1e-6));
        assertThat(found.<Double>getFieldAs(1)).isCloseTo(Math.sqrt(divergence), within(1e-5));
        Row to = found.getFieldAs(2);
        assertThat(to.getField(0)).isEqualTo(gains == 1 ? "(other)" : vocabulary.get(gains));
        assertThat(to.<Float>getFieldAs(1)).isCloseTo((float) (predicted[gains] - longTerm[gains]), within(1e-6f));
        Row[] next = found.getFieldAs(3);
        assertThat(next).hasSize(4);
        for (int i = 0; i < next.length; i++) {
            int id = vocabulary.indexOf(next[i].<String>getFieldAs(0));
            assertThat(next[i].<Float>getFieldAs(1)).isCloseTo((float) predicted[id], within(1e-6f));
            assertThat(i == 0 || next[i - 1].<Float>getFieldAs(1) >= next[i].<Float>getFieldAs(1))
                    .isTrue();
        }
    }

    /** The id was computed outside Java. */
    @Test
    void theScoreIdIsTheJobs() throws Exception {
        String call = "SELECT SCORE_ID('u1', TO_TIMESTAMP_LTZ(1767225600000, 3), %s, 'churn', 1) FROM features";
        assertThat(batch.rows(call.formatted("ARRAY['session-end']")))
                .containsOnly(Row.of("5f6f8dbf03387e7d3e3e34137cfc2e8f"));
        assertThat(batch.rows(call.formatted("CAST(NULL AS ARRAY<STRING>)"))).containsOnly(Row.of((Object) null));
    }

    @Test
    void anyModelAnswersARow() throws Exception {
        for (FunctionSession session : List.of(streaming, batch)) {
            assertThat(session.rows("SELECT TF_PREDICT('models/half_plus_two', CAST(ROW(CHAR_LENGTH(user_id)) AS ROW<x"
                            + " FLOAT>)).y FROM features"))
                    .containsExactlyInAnyOrder(Row.of(3f), Row.of(5.5f), Row.of(5f));
        }
    }

    @Test
    void aWrongCallIsRefusedWhenItIsPlanned() {
        assertThatThrownBy(() -> batch.rows("SELECT TF_PREDICT(user_id, CAST(ROW(1) AS ROW<x FLOAT>)) FROM events"))
                .hasStackTraceContaining("Expected the model of TF_PREDICT as a literal");
        assertThatThrownBy(() -> batch.rows("SELECT CHURN_PROBABILITY('models/interest', churn) FROM features"))
                .hasStackTraceContaining("expected a model with a manifest for the task churn, found one for interest");
        assertThatThrownBy(() -> batch.rows("SELECT CHURN_PROBABILITY('models/churn/4', churn) FROM features"))
                .hasStackTraceContaining("no such folder");
        assertThatThrownBy(() -> batch.rows(
                        "SELECT TF_PREDICT('models/half_plus_two', CAST(ROW(1) AS ROW<z FLOAT>))" + " FROM features"))
                .hasStackTraceContaining("no such input");
    }
}
