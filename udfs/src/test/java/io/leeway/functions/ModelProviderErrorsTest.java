package io.leeway.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.functions.provider.CallSettings;
import io.leeway.functions.provider.OpenModel;
import io.leeway.functions.provider.PredictSettings;
import io.leeway.functions.rows.OnError;
import io.leeway.model.ModelContents;
import io.leeway.model.SharedModels;
import io.leeway.model.TestModels;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a statement is refused with, when it is planned or when a row comes. */
class ModelProviderErrorsTest {

    private static final String QUERY = "SELECT * FROM ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(x))";

    @TempDir
    Path folder;

    private final SqlModels sql = SqlModels.streaming();

    @BeforeEach
    void table() {
        TestModels.linear(folder.resolve("m/7"));
        TestModels.linear(folder.resolve("m/00000010"));
        sql.execute("CREATE VIEW t AS SELECT CAST(ARRAY[1, 2, 3, 4] AS ARRAY<FLOAT>) AS x");
    }

    @AfterEach
    void nothingStaysLoaded() {
        assertThat(SharedModels.size()).isZero();
    }

    @Test
    void aColumnThatDoesNotFitIsShownBesideTheSignature() {
        model("x ARRAY<FLOAT>", "p BIGINT, q FLOAT");
        assertRefused("""
                Model default_catalog.default_database.m: expected columns that fit the signature score, found
                          column  declared      tensor  found          verdict
                  INPUT   x       ARRAY<FLOAT>  x       float32[?, 4]  fits
                  OUTPUT  p       BIGINT        p       float32[?]     REFUSED: another type: declare FLOAT
                  OUTPUT  q       FLOAT         -       -              REFUSED: no such output: leave it out
                """);
    }

    @Test
    void aVersionASignatureOrAPathThatIsNotThereIsNamed() {
        model("x ARRAY<FLOAT>", "p FLOAT", "'version' = '8'");
        assertRefused("expected version 8 by 'version', found versions [7, 00000010]; name one of these");
        again("x ARRAY<FLOAT>", "p FLOAT", "'version' = 'newest'");
        assertRefused("expected a number or latest for 'version', found 'newest'; correct it");
        sql.execute("DROP MODEL m");
        sql.model("m", folder.resolve("m"), "x ARRAY<FLOAT>", "p FLOAT");
        assertRefused("expected a signature serving_default, found [score]; name one of these in 'signature'");
        sql.execute("DROP MODEL m");
        sql.model("m", folder.resolve("nowhere"), "x ARRAY<FLOAT>", "p FLOAT");
        assertRefused("nowhere: expected a readable folder for 'path', found no such folder; check the path");
        sql.execute("DROP MODEL m");
        sql.model("m", Path.of("s3://bucket/m"), "x ARRAY<FLOAT>", "p FLOAT");
        assertRefused("check the path, its permissions, and for another file system its plugin");
    }

    @Test
    void anotherDigestIsRefused() {
        String digest = ModelContents.read(folder.resolve("m/7"), null).digest();
        model("x ARRAY<FLOAT>", "p FLOAT", "'version' = '7'", "'digest' = '" + "0".repeat(64) + "'");
        assertRefused("expected digest " + "0".repeat(64) + ", found " + digest + "; copy the released model again");
        again("x ARRAY<FLOAT>", "p FLOAT", "'version' = '7'", "'digest' = '" + digest + "'");
        assertThat(rows()).isNotNull();
    }

    @Test
    void whatChangesAfterPlanningIsNotServed() throws Exception {
        PredictSettings planned = BoundModels.settings(
                folder.resolve("m/7"), BoundModels.row(), BoundModels.row(), 1, java.time.Duration.ZERO, OnError.FAIL);
        Files.writeString(folder.resolve("m/7/note.txt"), "changed");
        assertThatThrownBy(() -> OpenModel.open(planned.model(), CallSettings.DEFAULTS))
                .hasMessageContaining("expected digest " + planned.model().digest() + ", found ");
    }

    @Test
    void optionsAreChecked() {
        model("x ARRAY<FLOAT>", "p FLOAT", "'batch.size' = '0'");
        assertRefused("Expected at least 1 for 'batch.size', found 0; correct it");
        again("x ARRAY<FLOAT>", "p FLOAT NOT NULL", "'on-error' = 'null'");
        assertRefused("found p FLOAT NOT NULL; declare it without NOT NULL");
        again("x ARRAY<FLOAT>", "p FLOAT", "'on-error' = 'status'");
        assertRefused("'on-error' = 'status' needs a column: add status STRING");
        again("x ARRAY<FLOAT>", "p FLOAT", "'batch' = '1'");
        assertRefused("Unsupported options found");
    }

    @Test
    void aRowThatCantBeAnsweredFailsTheJobUnlessItIsToldOtherwise() {
        sql.execute("DROP VIEW t");
        sql.execute("CREATE VIEW t AS SELECT CAST(ARRAY[1, 2, 3] AS ARRAY<FLOAT>) AS x");
        model("x ARRAY<FLOAT>", "p FLOAT");
        assertRefused("a row: Expected values of the shape [4] in x, found [3]; correct it, or set 'on-error'");
    }

    private void model(String input, String output, String... options) {
        String[] all = java.util.Arrays.copyOf(options, options.length + 1);
        all[options.length] = "'signature' = 'score'";
        sql.model("m", folder.resolve("m"), input, output, all);
    }

    private void again(String input, String output, String... options) {
        sql.execute("DROP MODEL m");
        model(input, output, options);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::rows).satisfies(thrown -> {
            StringBuilder all = new StringBuilder();
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                all.append(cause.getMessage()).append('\n');
            }
            assertThat(all.toString()).contains(message);
        });
    }

    private java.util.List<String> rows() throws IllegalStateException {
        try {
            return sql.rows(QUERY);
        } catch (RuntimeException refused) {
            throw refused;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
