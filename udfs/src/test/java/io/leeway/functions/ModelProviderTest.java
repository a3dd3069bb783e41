package io.leeway.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.model.SharedModels;
import io.leeway.model.TestModels;
import java.nio.file.Path;
import java.util.List;
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
                .containsExactlyInAnyOrder("+I[1, 10.5, 6, one]", "+I[2, -2.25, -8, none]");
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

    @Test
    void modelsOfOthersAnswerFromTheirDdlAlone() throws Exception {
        Path models = TestModels.others();
        SqlModels sql = SqlModels.batch();
        // Exported for exactly one row a call: each row has its own.
        sql.model("tf2", models.resolve("half_plus_two_tf2"), "x DOUBLE", "y DOUBLE");
        sql.execute(
                "CREATE VIEW two AS SELECT * FROM (VALUES (1, CAST(3 AS DOUBLE)), (2, CAST(9 AS DOUBLE))) AS t(id, x)");
        assertThat(sql.rows("SELECT id, y FROM ML_PREDICT(TABLE two, MODEL tf2, DESCRIPTOR(x))"))
                .containsExactlyInAnyOrder("+I[1, 3.5]", "+I[2, 6.5]");
        sql.model("ffnn", models.resolve("ffnn"), "input_1 ARRAY<FLOAT>", "Dense ARRAY<FLOAT>");
        sql.execute("CREATE VIEW image AS SELECT CAST(SPLIT('0' || REPEAT(',1', 783), ',') AS ARRAY<FLOAT>) AS pixels");
        assertThat(sql.rows("SELECT CARDINALITY(Dense), Dense[1] IS NOT NULL FROM ML_PREDICT(TABLE image, MODEL ffnn,"
                        + " DESCRIPTOR(pixels))"))
                .containsExactly("+I[10, true]");
    }

    @Test
    void columnsThatAreNarrowerThanDeclaredAreReadAsTheyAre() throws Exception {
        TestModels.mixed(folder.resolve("1"));
        SqlModels sql = SqlModels.streaming();
        sql.model(
                "m",
                folder.resolve("1"),
                "amount FLOAT, `count` BIGINT, name STRING, keep BOOLEAN, weights ARRAY<FLOAT>",
                "total FLOAT");
        // Flink lets these through without a cast.
        sql.execute("CREATE VIEW t AS SELECT * FROM (VALUES (7, 3, 'one', TRUE, ARRAY[1, 2, 4])) AS t(a, c, n, k, w)");
        assertThat(sql.rows("SELECT total FROM ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(a, c, n, k, w))"))
                .containsExactly("+I[17.0]");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void rowsOfATableAreAnsweredBesideThoseThatCantBe(boolean async) throws Exception {
        TestModels.lookup(folder.resolve("1"));
        SqlModels sql = SqlModels.streaming();
        sql.model(
                "m",
                folder.resolve("1"),
                "features ROW<`values` ARRAY<FLOAT>, id INT>",
                "mean DOUBLE, status STRING",
                "'on-error' = 'status'");
        sql.execute("CREATE VIEW t AS SELECT n, ROW(CAST(ARRAY[n, 2 * n] AS ARRAY<FLOAT>), id) AS features"
                + " FROM (VALUES (2, 0), (4, 77), (6, CAST(NULL AS INT)), (8, 3)) AS t(n, id)");
        String query = "FROM ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(features), MAP['async', '" + async + "'])";
        assertThat(sql.rows("SELECT n, mean " + query))
                .containsExactlyInAnyOrder("+I[2, 3.0]", "+I[4, null]", "+I[6, null]", "+I[8, 12.0]");
        // A VALUES with casts is a union of its rows, which come in any order.
        List<String> reasons =
                sql.rows("SELECT n, status " + query).stream().sorted().toList();
        assertThat(reasons.get(0)).isEqualTo("+I[2, null]");
        assertThat(reasons.get(1)).startsWith("+I[4, ").contains("77 is not in [0, 4)");
        assertThat(reasons.get(2)).isEqualTo("+I[6, Expected a value in features.id, found null]");
        assertThat(reasons.get(3)).isEqualTo("+I[8, null]");
    }

    @Test
    void aStringOfTenMegabytesPasses() throws Exception {
        TestModels.mixed(folder.resolve("1"));
        SqlModels sql = SqlModels.streaming();
        sql.model(
                "m",
                folder.resolve("1"),
                "amount FLOAT, `count` BIGINT, name STRING, keep BOOLEAN, weights ARRAY<FLOAT>",
                "tag STRING");
        sql.execute("CREATE VIEW t AS SELECT CAST(1 AS FLOAT) AS a, CAST(1 AS BIGINT) AS c, REPEAT(v, 10000000) AS n,"
                + " TRUE AS k, CAST(ARRAY[1, 2, 4] AS ARRAY<FLOAT>) AS w FROM (VALUES 'x', 'y') AS t(v)");
        assertThat(sql.rows("SELECT CHAR_LENGTH(tag), tag = n FROM ML_PREDICT(TABLE t, MODEL m,"
                        + " DESCRIPTOR(a, c, n, k, w))"))
                .containsExactly("+I[10000000, true]", "+I[10000000, true]");
    }
}
