package io.leeway.functions;

import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.jspecify.annotations.Nullable;

/**
 * The features of a task as a SQL row, a column a feature in the task's order, with underscores for
 * dots. Numbers are {@code ARRAY<FLOAT>}, codes {@code ARRAY<INT>}, categories
 * {@code ARRAY<STRING>} with null for padding.
 */
final class FeatureRowType {
    static final String CHURN = "ROW<weeks ARRAY<FLOAT>, recency ARRAY<FLOAT>, frequency ARRAY<FLOAT>,"
            + " monetary ARRAY<FLOAT>, social ARRAY<FLOAT>, ads ARRAY<FLOAT>, rhythm ARRAY<FLOAT>>";

    static final String INTEREST = "ROW<action_category ARRAY<STRING>, action_type ARRAY<INT>, action_gap ARRAY<FLOAT>,"
            + " interest_long_names ARRAY<STRING>, interest_long_weights ARRAY<FLOAT>,"
            + " interest_short_names ARRAY<STRING>, interest_short_weights ARRAY<FLOAT>>";

    private FeatureRowType() {}

    static RowData of(Task task, FeatureValues values) {
        GenericRowData row = new GenericRowData(task.features().size());
        StringData[] names = new StringData[values.dictionary().length];
        for (int i = 0; i < names.length; i++) {
            names[i] = StringData.fromString(values.dictionary()[i]);
        }
        for (int at = 0; at < task.features().size(); at++) {
            FeatureSpec feature = task.features().get(at);
            int from = task.offset(feature);
            int to = from + feature.width();
            row.setField(
                    at,
                    switch (feature.kind()) {
                        case NUMBER -> new GenericArrayData(Arrays.copyOfRange(values.numbers(), from, to));
                        case CODE -> new GenericArrayData(Arrays.copyOfRange(values.ids(), from, to));
                        case CATEGORY -> {
                            Object[] categories = new Object[to - from];
                            for (int i = from; i < to; i++) {
                                int id = values.ids()[i];
                                categories[i - from] = id == 0 ? null : names[id - 1];
                            }
                            yield new GenericArrayData(categories);
                        }
                    });
        }
        return row;
    }

    /** The features that a row holds; null where an array or a number in it is null. */
    static @Nullable FeatureValues read(Task task, RowData row) {
        float[] numbers = new float[task.numbers()];
        int[] ids = new int[task.ids()];
        List<String> dictionary = new ArrayList<>();
        for (int at = 0; at < task.features().size(); at++) {
            FeatureSpec feature = task.features().get(at);
            if (row.isNullAt(at)) {
                return null;
            }
            ArrayData array = row.getArray(at);
            if (array.size() != feature.width()) {
                throw new IllegalArgumentException("Expected " + feature.width() + " values in " + column(feature)
                        + " of " + task.id() + ", found " + array.size() + "; SHOPPER_FEATURES gives them so");
            }
            int offset = task.offset(feature);
            for (int i = 0; i < feature.width(); i++) {
                boolean category = feature.kind() == FeatureSpec.Kind.CATEGORY;
                if (array.isNullAt(i)) {
                    if (!category) {
                        return null;
                    }
                } else if (feature.kind() == FeatureSpec.Kind.NUMBER) {
                    numbers[offset + i] = array.getFloat(i);
                } else {
                    ids[offset + i] = category ? place(array.getString(i).toString(), dictionary) : array.getInt(i);
                }
            }
        }
        return new FeatureValues(dictionary.toArray(String[]::new), ids, numbers);
    }

    /** A name's place in the dictionary, plus one; a shopper's categories are few. */
    private static int place(String name, List<String> dictionary) {
        int index = dictionary.indexOf(name);
        if (index < 0) {
            dictionary.add(name);
            return dictionary.size();
        }
        return index + 1;
    }

    static String column(FeatureSpec feature) {
        return feature.name().replace('.', '_').toLowerCase(Locale.ROOT);
    }
}
