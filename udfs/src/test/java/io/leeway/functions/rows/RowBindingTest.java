package io.leeway.functions.rows;

import static io.leeway.functions.BoundModels.bind;
import static io.leeway.functions.BoundModels.field;
import static io.leeway.functions.BoundModels.row;
import static org.apache.flink.table.api.DataTypes.ARRAY;
import static org.apache.flink.table.api.DataTypes.BIGINT;
import static org.apache.flink.table.api.DataTypes.BOOLEAN;
import static org.apache.flink.table.api.DataTypes.BYTES;
import static org.apache.flink.table.api.DataTypes.DECIMAL;
import static org.apache.flink.table.api.DataTypes.DOUBLE;
import static org.apache.flink.table.api.DataTypes.FLOAT;
import static org.apache.flink.table.api.DataTypes.INT;
import static org.apache.flink.table.api.DataTypes.ROW;
import static org.apache.flink.table.api.DataTypes.SMALLINT;
import static org.apache.flink.table.api.DataTypes.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.functions.BoundModels;
import io.leeway.functions.provider.CallSettings;
import io.leeway.functions.provider.OpenModel;
import io.leeway.model.RowRejected;
import io.leeway.model.SavedModel;
import io.leeway.model.TensorColumn;
import io.leeway.model.TestModels;
import io.leeway.model.lease.Lease;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows to tensors and back, without a statement and mostly without a call. */
class RowBindingTest {

    @TempDir
    Path folder;

    @Test
    void everyTypeReachesItsTensor() throws RowRejected {
        RowType input = row(
                field("float32", ARRAY(DOUBLE())),
                field("float64", ARRAY(DECIMAL(6, 2))),
                field("int32", ARRAY(SMALLINT())),
                field("int64", ARRAY(INT())),
                field("bool", ARRAY(BOOLEAN())),
                field("string", ARRAY(BYTES())));
        RowType output = row(field("int64", ARRAY(BIGINT())), field("string", ARRAY(STRING())));
        RowBundle bundle = bind(TestModels.echo(folder.resolve("1")), "echo", input, output, false)
                .bundle(1);
        for (int i = 0; i < 3; i++) {
            bundle.add(GenericRowData.of(
                    new GenericArrayData(new double[] {i, 0.1}),
                    new GenericArrayData(new Object[] {decimal("1.25"), decimal("-3.50")}),
                    new GenericArrayData(new short[] {(short) i, -7}),
                    new GenericArrayData(new int[] {i, Integer.MIN_VALUE}),
                    new GenericArrayData(new boolean[] {true, i == 1}),
                    new GenericArrayData(new Object[] {bytes("a" + i), new byte[] {-1}})));
        }
        assertThat(bundle.rows()).isEqualTo(3);
        var columns = bundle.inputs(1, 3);
        assertThat((float[]) columns.get("float32").values()).containsExactly(1, 0.1f, 2, 0.1f);
        assertThat((double[]) columns.get("float64").values()).containsExactly(1.25, -3.5, 1.25, -3.5);
        assertThat((int[]) columns.get("int32").values()).containsExactly(1, -7, 2, -7);
        assertThat((long[]) columns.get("int64").values()).containsExactly(1, Integer.MIN_VALUE, 2, Integer.MIN_VALUE);
        assertThat((boolean[]) columns.get("bool").values()).containsExactly(true, true, true, false);
        assertThat((byte[][]) columns.get("string").values())
                .isDeepEqualTo(new byte[][] {bytes("a1"), {-1}, bytes("a2"), {-1}});
    }

    @Test
    void whatDoesNotFitIsPrintedSideBySide() {
        RowType input = row(
                field("amount", DOUBLE()),
                field("count", INT()),
                field("name", INT()),
                field("weights", FLOAT()),
                field("other", FLOAT()));
        RowType output = row(field("total", FLOAT()), field("doubled", INT()), field("p", FLOAT()));
        assertThatThrownBy(() -> bind(TestModels.mixed(folder.resolve("1")), "serving_default", input, output, false))
                .isInstanceOf(ValidationException.class)
                .hasMessage("""
                        Model m: expected columns that fit the signature serving_default, found
                                  column   declared  tensor   found          verdict
                          INPUT   amount   DOUBLE    amount   float32[?]     fits
                          INPUT   count    INT       count    int64[?]       fits
                          INPUT   name     INT       name     string[?]      REFUSED: another type: declare STRING
                          INPUT   weights  FLOAT     weights  float32[?, 3]  REFUSED: another shape: declare ARRAY<FLOAT>
                          INPUT   other    FLOAT     -        -              REFUSED: no such input: leave it out
                          INPUT   -        -         keep     bool[?, 1]     REFUSED: no column: add keep BOOLEAN
                          OUTPUT  total    FLOAT     total    float32[?]     fits
                          OUTPUT  doubled  INT       doubled  int64[?]       REFUSED: another type: declare BIGINT
                          OUTPUT  p        FLOAT     -        -              REFUSED: no such output: leave it out
                          OUTPUT  -        -         tag      string[?]      not asked for
                        Change the columns as the verdicts say, or name another signature.""");
    }

    @Test
    void wholeNumbersAreNeverNarrowed() {
        RowType output = row(field("mean", FLOAT()));
        RowType input = row(field("values", ARRAY(ARRAY(FLOAT()))), field("id", BIGINT()));
        assertThatThrownBy(() -> bind(TestModels.lookup(folder.resolve("1")), "serving_default", input, output, true))
                .hasMessageContaining("REFUSED: would lose digits: declare INT")
                .hasMessageContaining("REFUSED: another shape: declare ARRAY<FLOAT>")
                .hasMessageContaining("'on-error' = 'status' needs a column: add status STRING");
        RowType integers = row(field("values", ARRAY(INT())), field("id", INT()));
        assertThatThrownBy(
                        () -> bind(folder.resolve("1"), "serving_default", integers, row(field("row", FLOAT())), false))
                .hasMessageContaining("INPUT   values  ARRAY<INT>  values  float32[?, ?]  REFUSED: would lose digits")
                .hasMessageContaining("OUTPUT  row     FLOAT       row     float32[?, 2]  REFUSED: another shape");
    }

    @Test
    void aRowThatCantBeAskedAboutLeavesNoTrace() throws RowRejected {
        RowType input = row(field("values", ARRAY(FLOAT())), field("id", INT()));
        RowBundle bundle = bind(
                        TestModels.lookup(folder.resolve("1")),
                        "serving_default",
                        input,
                        row(field("mean", FLOAT())),
                        false)
                .bundle(4);
        bundle.add(GenericRowData.of(new GenericArrayData(new float[] {1, 2}), 3));
        assertRefused(bundle, "not-finite", "values[1], found NaN", new float[] {5, Float.NaN}, 2);
        assertRefused(bundle, "not-finite", "values[0], found -Infinity", new float[] {Float.NEGATIVE_INFINITY, 0}, 2);
        assertRefused(bundle, "missing", "a value in id, found null", new float[] {5, 6}, null);
        assertRefused(bundle, "missing", "a value in values[1], found null", new Float[] {5f, null}, 2);
        assertRefused(bundle, "missing", "a value in values, found null", null, 2);
        bundle.add(GenericRowData.of(new GenericArrayData(new float[] {7, 8}), 1));
        assertThat(bundle.rows()).isEqualTo(2);
        assertThat((float[]) bundle.inputs().get("values").values()).startsWith(1, 2, 7, 8);
        assertThat((int[]) bundle.inputs().get("id").values()).startsWith(3, 1);
        assertThat(bundle.shapesOf(GenericRowData.of(new GenericArrayData(new float[9]), 1)))
                .containsExactly(List.of(9), List.of());
    }

    @Test
    void anArrayOfAnotherLengthOrRaggedIsRefused() {
        RowType flat = row(field("x", ARRAY(FLOAT())));
        RowType output = row(field("p", FLOAT()));
        RowBundle bundle = bind(TestModels.linear(folder.resolve("1")), "score", flat, output, false)
                .bundle(1);
        assertThatThrownBy(() -> bundle.add(GenericRowData.of(new GenericArrayData(new float[3]))))
                .hasMessage("Expected values of the shape [4] in x, found [3]");
    }

    @Test
    void nestedArraysAndFlatOnesAreTheSameTensor() throws RowRejected {
        Path directory = TestModels.released(folder, Task.CHURN).directory();
        List<DataTypes.Field> flat = new ArrayList<>();
        List<DataTypes.Field> nested = new ArrayList<>();
        GenericRowData flatRow = new GenericRowData(Task.CHURN.features().size());
        GenericRowData nestedRow = new GenericRowData(Task.CHURN.features().size());
        int at = 0;
        for (FeatureSpec feature : Task.CHURN.features()) {
            float[] values = new float[feature.width()];
            for (int i = 0; i < values.length; i++) {
                values[i] = at * 1000 + i;
            }
            boolean matrix = feature.shape().size() == 2;
            flat.add(field(TestModels.inputName(feature), ARRAY(FLOAT())));
            nested.add(field(TestModels.inputName(feature), matrix ? ARRAY(ARRAY(FLOAT())) : ARRAY(FLOAT())));
            flatRow.setField(at, new GenericArrayData(values));
            nestedRow.setField(at, matrix ? matrix(values, feature.shape().get(0)) : new GenericArrayData(values));
            at++;
        }
        RowType output = row(field("answer", FLOAT()));
        RowBundle one = bind(directory, "score", row(flat.toArray(DataTypes.Field[]::new)), output, false)
                .bundle(1);
        RowBundle other = bind(directory, "score", row(nested.toArray(DataTypes.Field[]::new)), output, false)
                .bundle(1);
        one.add(flatRow);
        other.add(nestedRow);
        for (FeatureSpec feature : Task.CHURN.features()) {
            String name = TestModels.inputName(feature);
            TensorColumn expected = one.inputs().get(name);
            TensorColumn found = other.inputs().get(name);
            assertThat((float[]) found.values()).containsExactly((float[]) expected.values());
            assertThat(found.shape()).isEqualTo(expected.shape()).isEqualTo(feature.shape());
        }
        GenericArrayData ragged = new GenericArrayData(new Object[] {new GenericArrayData(new float[2])});
        int matrixAt = Task.CHURN
                .features()
                .indexOf(Task.CHURN.features().stream()
                        .filter(feature -> feature.shape().size() == 2)
                        .findFirst()
                        .orElseThrow());
        nestedRow.setField(matrixAt, ragged);
        assertThatThrownBy(() -> other.add(nestedRow)).hasMessageContaining("found arrays of different lengths");
    }

    @Test
    void fieldsOfRowsAreTensorsByNameOrByPath() throws RowRejected {
        RowType input = row(
                field("order", ROW(field("amount", FLOAT()), field("count", BIGINT()))),
                field("customer", ROW(field("name", STRING()), field("keep", BOOLEAN()))),
                field("weights", ARRAY(FLOAT())));
        RowType output = row(field("answer", ROW(field("total", DOUBLE()), field("tag", BYTES()))));
        Path directory = TestModels.mixed(folder.resolve("1"));
        RowBinding binding = bind(directory, "serving_default", input, output, false);
        RowBundle bundle = binding.bundle(1);
        bundle.add(GenericRowData.of(
                GenericRowData.of(1.5f, 2L),
                GenericRowData.of(StringData.fromString("n"), true),
                new GenericArrayData(new float[] {1, 1, 1})));
        try (Lease<SavedModel> model = open(directory)) {
            var answers = binding.answers(model.value().predict("serving_default", bundle.inputs(), 1));
            assertThat(answers.row(0)).isEqualTo(GenericRowData.of(GenericRowData.of(6.5, bytes("n"))));
        }
        assertThatThrownBy(() -> bundle.add(GenericRowData.of(null, null, new GenericArrayData(new float[3]))))
                .hasMessage("Expected a value in order.amount, found null");
    }

    @Test
    void aFieldWhoseNameIsTakenIsNamedByItsPath() {
        // Two fields "x": neither is the tensor x, and in_x stands for one of them.
        RowType input =
                row(field("in", ROW(field("x", ARRAY(FLOAT())))), field("out", ROW(field("x", ARRAY(FLOAT())))));
        assertThatThrownBy(() ->
                        bind(TestModels.linear(folder.resolve("1")), "score", input, row(field("p", FLOAT())), false))
                .hasMessageContaining("INPUT   in.x    ARRAY<FLOAT>  -       -              REFUSED: no such input")
                .hasMessageContaining("INPUT   -       -             x       float32[?, 4]  REFUSED: no column");
    }

    @Test
    void categoryNamesGoThroughTheVocabulary() throws RowRejected {
        Path directory = TestModels.released(folder, Task.INTEREST).directory();
        List<DataTypes.Field> fields = new ArrayList<>();
        GenericRowData values = new GenericRowData(Task.INTEREST.features().size());
        for (FeatureSpec feature : Task.INTEREST.features()) {
            DataType type =
                    switch (feature.kind()) {
                        case NUMBER -> FLOAT();
                        case CODE -> INT();
                        case CATEGORY -> STRING();
                    };
            Object[] names = new Object[feature.width()];
            names[0] = StringData.fromString("garden");
            names[1] = StringData.fromString("no such category");
            values.setField(
                    fields.size(),
                    switch (feature.kind()) {
                        case NUMBER -> new GenericArrayData(new float[feature.width()]);
                        case CODE -> new GenericArrayData(new int[feature.width()]);
                        case CATEGORY -> new GenericArrayData(names);
                    });
            fields.add(field(TestModels.inputName(feature), ARRAY(type)));
        }
        RowType output = row(field("answer", ARRAY(FLOAT())));
        RowBundle bundle = bind(directory, "score", row(fields.toArray(DataTypes.Field[]::new)), output, false)
                .bundle(1);
        bundle.add(values);
        int[] expected = new int[3];
        expected[0] = TestModels.VOCABULARY.indexOf("garden") + 2;
        expected[1] = 1;
        Task.INTEREST.features().stream()
                .filter(feature -> feature.kind() == FeatureSpec.Kind.CATEGORY)
                .forEach(feature -> assertThat((int[]) bundle.inputs()
                                .get(TestModels.inputName(feature))
                                .values())
                        .startsWith(expected));
    }

    private static Lease<SavedModel> open(Path directory) {
        RowType none = row();
        return OpenModel.open(
                BoundModels.settings(directory, none, none, 1, java.time.Duration.ZERO, OnError.FAIL)
                        .model(),
                CallSettings.DEFAULTS);
    }

    private static void assertRefused(RowBundle bundle, String reason, String message, Object values, Integer id) {
        GenericArrayData array = values instanceof float[] floats
                ? new GenericArrayData(floats)
                : values == null ? null : new GenericArrayData((Object[]) values);
        assertThatThrownBy(() -> bundle.add(GenericRowData.of(array, id)))
                .isInstanceOf(RowRejected.class)
                .hasMessageEndingWith(message)
                .satisfies(
                        refused -> assertThat(((RowRejected) refused).reason()).isEqualTo(reason));
    }

    private static GenericArrayData matrix(float[] values, int rows) {
        Object[] arrays = new Object[rows];
        int width = values.length / rows;
        for (int i = 0; i < rows; i++) {
            arrays[i] = new GenericArrayData(java.util.Arrays.copyOfRange(values, i * width, (i + 1) * width));
        }
        return new GenericArrayData(arrays);
    }

    private static DecimalData decimal(String text) {
        return DecimalData.fromBigDecimal(new BigDecimal(text), 6, 2);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
