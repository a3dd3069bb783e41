package io.leeway.bench;

import io.leeway.model.ModelManifest;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * A task's vectors as rows of a table with one column, {@code features}, that has a field for each
 * input of a model: as SQL has them.
 */
record FeatureTable(Task task, Map<String, FeatureSpec> inputs) {

    static FeatureTable of(Task task, ModelManifest manifest) {
        Map<String, FeatureSpec> byName =
                task.features().stream().collect(Collectors.toMap(FeatureSpec::name, feature -> feature));
        Map<String, FeatureSpec> inputs = new TreeMap<>();
        manifest.inputs().forEach((input, feature) -> inputs.put(input, byName.get(feature)));
        return new FeatureTable(task, inputs);
    }

    /** How CREATE MODEL declares the column. */
    String declaration() {
        return inputs.entrySet().stream()
                .map(input -> "`" + input.getKey() + "` ARRAY<"
                        + switch (input.getValue().kind()) {
                            case NUMBER -> "FLOAT";
                            case CODE -> "INT";
                            case CATEGORY -> "STRING";
                        }
                        + ">")
                .collect(Collectors.joining(", ", "features ROW<", ">"));
    }

    TypeInformation<Row> type() {
        TypeInformation<?>[] types = inputs.values().stream()
                .map(feature -> switch (feature.kind()) {
                    case NUMBER -> PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO;
                    case CODE -> PrimitiveArrayTypeInfo.INT_PRIMITIVE_ARRAY_TYPE_INFO;
                    case CATEGORY -> Types.OBJECT_ARRAY(Types.STRING);
                })
                .toArray(TypeInformation<?>[]::new);
        TypeInformation<Row> features = Types.ROW_NAMED(inputs.keySet().toArray(String[]::new), types);
        return Types.ROW_NAMED(new String[] {"features"}, features);
    }

    /** The column's type for a function over it. */
    DataType dataType() {
        List<DataTypes.Field> fields = new ArrayList<>();
        inputs.forEach((input, feature) -> fields.add(DataTypes.FIELD(
                input,
                switch (feature.kind()) {
                    case NUMBER -> DataTypes.ARRAY(DataTypes.FLOAT().notNull()).bridgedTo(float[].class);
                    case CODE -> DataTypes.ARRAY(DataTypes.INT().notNull()).bridgedTo(int[].class);
                    case CATEGORY -> DataTypes.ARRAY(DataTypes.STRING());
                })));
        return DataTypes.ROW(fields);
    }

    Row[] rows(List<FeatureVector> vectors) {
        return vectors.stream().map(this::row).toArray(Row[]::new);
    }

    private Row row(FeatureVector vector) {
        Row features = new Row(inputs.size());
        int at = 0;
        for (FeatureSpec feature : inputs.values()) {
            int from = task.offset(feature);
            int to = from + feature.width();
            features.setField(
                    at++,
                    switch (feature.kind()) {
                        case NUMBER -> Arrays.copyOfRange(vector.numbers(), from, to);
                        case CODE -> Arrays.copyOfRange(vector.ids(), from, to);
                        case CATEGORY -> names(vector, from, to);
                    });
        }
        return Row.of(features);
    }

    private static @Nullable String[] names(FeatureVector vector, int from, int to) {
        @Nullable String[] names = new String[to - from];
        for (int i = 0; i < names.length; i++) {
            int id = vector.ids()[from + i];
            names[i] = id == 0 ? null : vector.dictionary()[id - 1];
        }
        return names;
    }
}
