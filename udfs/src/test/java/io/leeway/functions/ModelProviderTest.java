package io.leeway.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.model.SharedModels;
import io.leeway.model.TestModels;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CREATE MODEL and ML_PREDICT, from the statement to its rows. */
class ModelProviderTest {

    @TempDir
    Path folder;

    @AfterEach
    void nothingStaysLoaded() {
        assertThat(SharedModels.size()).isZero();
        assertThat(LocalCopies.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"streaming,true", "streaming,false", "batch,true", "batch,false"})
    void fiveInputsOfMixedTypesAndThreeOutputs(String mode, boolean async) throws Exception {
        TestModels.mixed(folder.resolve("mixed/1"));
        SqlModels sql = mode.equals("batch") ? SqlModels.batch() : SqlModels.streaming();
        sql.model(
                "m",
                folder.resolve("mixed"),
                "amount FLOAT, `count` BIGINT, name STRING, keep BOOLEAN, weights ARRAY<FLOAT>",
                "total FLOAT, doubled BIGINT, tag STRING");
        sql.execute(
                "CREATE VIEW t AS SELECT * FROM (VALUES (1, CAST(0.5 AS FLOAT), CAST(3 AS BIGINT), 'one', TRUE, CAST(ARRAY[1, 2, 4] AS ARRAY<FLOAT>)),"
                        + " (2, CAST(1.5 AS FLOAT), CAST(-4 AS BIGINT), 'two', FALSE, CAST(ARRAY[0, 0, 0.25] AS ARRAY<FLOAT>)))"
                        + " AS t(id, amount, c, name, keep, weights)");
        assertThat(sql.rows("SELECT id, total, doubled, tag FROM ML_PREDICT(TABLE t, MODEL m,"
                        + " DESCRIPTOR(amount, c, name, keep, weights), MAP['async', '" + async + "'])"))
                .containsExactly("+I[1, 10.5, 6, one]", "+I[2, -2.25, -8, none]");
    }

    @Test
    void latestIsTheNewerVersionAndAVersionIsANumber() throws Exception {
        Path models = TestModels.others();
        SqlModels sql = SqlModels.streaming();
        sql.execute("CREATE VIEW t AS SELECT CAST(v AS FLOAT) AS x FROM (VALUES 0, 1, 100) AS t(v)");
        Map<String, Long> served = Map.of("latest", 124L, "123", 123L, "00000124", 124L);
        for (String version : served.keySet()) {
            String name = "m" + version;
            sql.model(
                    name,
                    models.resolve("half_plus_two"),
                    "x FLOAT",
                    "y FLOAT, model_version BIGINT",
                    "'version' = '" + version + "'");
            long number = served.get(version);
            assertThat(sql.rows(
                            "SELECT x, y, model_version FROM ML_PREDICT(TABLE t, MODEL " + name + ", DESCRIPTOR(x))"))
                    .containsExactly(
                            "+I[0.0, 2.0, " + number + "]",
                            "+I[1.0, 2.5, " + number + "]",
                            "+I[100.0, 52.0, " + number + "]");
        }
    }
}
