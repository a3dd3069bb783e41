package io.leeway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureColumnsTest {

    /** A row of random features, with a dictionary of known and unknown categories. */
    @SuppressWarnings("ArrayRecordComponent")
    record Row(String[] dictionary, int[] ids, float[] numbers) {
        static Row random(Task task, Random random) {
            String[] dictionary = new String[random.nextInt(90)];
            for (int i = 0; i < dictionary.length; i++) {
                dictionary[i] = random.nextBoolean()
                        ? TestModels.VOCABULARY.get(random.nextInt(TestModels.VOCABULARY.size()))
                        : "unheard-of/" + i;
            }
            int[] ids = new int[task.ids()];
            for (FeatureSpec feature : task.features()) {
                for (int i = 0; feature.kind() != FeatureSpec.Kind.NUMBER && i < feature.width(); i++) {
                    ids[task.offset(feature) + i] =
                            random.nextInt(feature.kind() == FeatureSpec.Kind.CODE ? 9 : dictionary.length + 1);
                }
            }
            float[] numbers = new float[task.numbers()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = random.nextFloat();
            }
            return new Row(dictionary, ids, numbers);
        }

        void addTo(FeatureColumns columns) throws RowRejected {
            columns.add(dictionary, ids, numbers);
        }
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void everyValueArrivesInItsInput(Task task) throws RowRejected {
        Random random = new Random(5);
        FeatureColumns columns = new FeatureColumns(task, TestModels.manifest(task), 2);
        for (int rows : new int[] {3, 1, 70, 7}) {
            columns.clear();
            List<Row> added = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                Row one = Row.random(task, random);
                one.addTo(columns);
                added.add(one);
            }
            assertThat(columns.rows()).isEqualTo(rows);
            Map<String, TensorColumn> inputs = columns.inputs();
            assertThat(inputs).hasSize(task.features().size());
            for (FeatureSpec feature : task.features()) {
                TensorColumn column = inputs.get(TestModels.inputName(feature));
                assertThat(column.shape()).isEqualTo(feature.shape());
                for (int row = 0; row < rows; row++) {
                    for (int i = 0; i < feature.width(); i++) {
                        assertThat(valueAt(column, row * feature.width() + i))
                                .isEqualTo(expected(task, feature, added.get(row), i));
                    }
                }
            }
        }
    }

    private static Number valueAt(TensorColumn column, int index) {
        return column.values() instanceof float[] floats
                ? (Number) floats[index]
                : (Number) ((int[]) column.values())[index];
    }

    /** What the rule book says, value by value. */
    private static Number expected(Task task, FeatureSpec feature, Row row, int index) {
        int at = task.offset(feature) + index;
        return switch (feature.kind()) {
            case NUMBER -> row.numbers()[at];
            case CODE -> row.ids()[at];
            case CATEGORY ->
                row.ids()[at] == 0
                        ? 0
                        : TestModels.VOCABULARY.contains(row.dictionary()[row.ids()[at] - 1])
                                ? TestModels.VOCABULARY.indexOf(row.dictionary()[row.ids()[at] - 1]) + 2
                                : 1;
        };
    }

    @Test
    void buffersAreUsedAgain() throws RowRejected {
        Random random = new Random(6);
        FeatureColumns columns = new FeatureColumns(Task.INTEREST, TestModels.manifest(Task.INTEREST), 4);
        Row.random(Task.INTEREST, random).addTo(columns);
        Map<String, TensorColumn> before = columns.inputs();
        columns.clear();
        for (int i = 0; i < 4; i++) {
            Row.random(Task.INTEREST, random).addTo(columns);
        }
        assertThat(columns.inputs()).isSameAs(before);
        Row.random(Task.INTEREST, random).addTo(columns);
        assertThat(columns.inputs()).isNotSameAs(before);
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void whatCannotBeAskedIsRejectedAndLeavesNoTrace(Task task) throws RowRejected {
        Random random = new Random(7);
        FeatureColumns columns = new FeatureColumns(task, TestModels.manifest(task), 4);
        Row.random(task, random).addTo(columns);
        for (float number : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int at : new int[] {0, task.numbers() - 1}) {
                Row row = Row.random(task, random);
                row.numbers()[at] = number;
                assertRejected(columns, row, "not-finite", "Expected a finite number in ");
            }
        }
        Row row = Row.random(task, random);
        assertRejected(
                columns,
                new Row(row.dictionary(), row.ids(), new float[task.numbers() + 1]),
                "malformed",
                "found " + task.ids() + " and " + (task.numbers() + 1));
        assertThat(columns.rows()).isEqualTo(1);
    }

    @Test
    void idsOutsideTheDictionaryAreRejected() {
        FeatureColumns columns = new FeatureColumns(Task.INTEREST, TestModels.manifest(Task.INTEREST), 4);
        for (int id : new int[] {-1, 3, Integer.MAX_VALUE}) {
            Row row = new Row(
                    new String[] {"baby", "garden"}, new int[Task.INTEREST.ids()], new float[Task.INTEREST.numbers()]);
            row.ids()[31] = id;
            assertRejected(
                    columns, row, "malformed", "Expected a category from 0 to 2 in action_category[31], found " + id);
        }
        Row negative = new Row(new String[0], new int[Task.INTEREST.ids()], new float[Task.INTEREST.numbers()]);
        negative.ids()[32] = -1;
        assertRejected(columns, negative, "malformed", "Expected a code from 0 on in action_type[0], found -1");
    }

    private static void assertRejected(FeatureColumns columns, Row row, String reason, String said) {
        assertThatThrownBy(() -> row.addTo(columns))
                .hasMessageContaining(said)
                .asInstanceOf(InstanceOfAssertFactories.type(RowRejected.class))
                .extracting(RowRejected::reason)
                .isEqualTo(reason);
    }
}
