package io.leeway.bench;

import io.leeway.model.FeatureColumns;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelManifest;
import io.leeway.model.SavedModel;
import io.leeway.model.SharedModels;
import io.leeway.model.TensorColumn;
import io.leeway.model.lease.Lease;
import io.leeway.shopper.FeatureSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.InputTypeStrategies;
import org.apache.flink.table.types.inference.TypeInference;
import org.apache.flink.table.types.inference.TypeStrategies;
import org.apache.flink.types.Row;

/**
 * What one writes first in SQL: a scalar function that calls the model for every row. Flink needs
 * it public.
 */
public final class CallPerSqlRow extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final transient DataType features;
    private final ArrayList<String> inputs;
    private final ArrayList<ArrayList<Integer>> shapes;
    private transient Lease<SavedModel> lease;
    private transient ModelManifest manifest;
    private transient Map<String, Integer> ids;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    CallPerSqlRow(String directory, FeatureTable table) {
        this.directory = directory;
        this.features = table.dataType();
        this.inputs = new ArrayList<>(table.inputs().keySet());
        this.shapes = new ArrayList<>();
        for (FeatureSpec feature : table.inputs().values()) {
            shapes.add(new ArrayList<>(feature.shape()));
        }
    }

    @Override
    public TypeInference getTypeInference(DataTypeFactory factory) {
        return TypeInference.newBuilder()
                .inputTypeStrategy(InputTypeStrategies.explicitSequence(features))
                .outputTypeStrategy(TypeStrategies.explicit(
                        DataTypes.ARRAY(DataTypes.FLOAT().notNull()).bridgedTo(float[].class)))
                .build();
    }

    @Override
    public void open(FunctionContext context) {
        lease = SharedModels.acquire(Path.of(directory), LoadOptions.released());
        manifest = lease.value().manifest().orElseThrow();
        ids = new HashMap<>();
        for (String name : manifest.vocabulary()) {
            ids.put(name, ids.size() + 2);
        }
    }

    public float[] eval(Row row) {
        Map<String, TensorColumn> columns = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            columns.put(inputs.get(i), column(row.getField(i), shapes.get(i)));
        }
        Map<String, TensorColumn> answers = lease.value().predict(manifest.signature(), columns, 1);
        return TensorColumn.floats(answers, manifest.output());
    }

    private TensorColumn column(Object values, List<Integer> shape) {
        if (values instanceof float[] numbers) {
            return new TensorColumn(numbers, shape);
        } else if (values instanceof int[] codes) {
            return new TensorColumn(codes, shape);
        }
        String[] names = (String[]) values;
        int[] translated = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            translated[i] = names[i] == null ? 0 : ids.getOrDefault(names[i], FeatureColumns.OTHER);
        }
        return new TensorColumn(translated, shape);
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
    }
}
