package io.leeway.functions;

import io.leeway.functions.provider.CallSettings;
import io.leeway.functions.provider.ModelAddress;
import io.leeway.functions.provider.PredictSettings;
import io.leeway.functions.rows.OnError;
import io.leeway.functions.rows.RowBinding;
import io.leeway.model.ModelContents;
import io.leeway.model.ModelSignature;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** Models bound to rows without a statement. */
public final class BoundModels {

    private BoundModels() {}

    public static RowType row(DataTypes.Field... fields) {
        return (RowType) DataTypes.ROW(fields).getLogicalType();
    }

    public static DataTypes.Field field(String name, DataType type) {
        return DataTypes.FIELD(name, type);
    }

    public static RowBinding bind(Path directory, String signature, RowType input, RowType output, boolean status) {
        ModelContents contents = ModelContents.read(directory, null);
        ModelSignature known = contents.signatures().get(signature);
        return RowBinding.of("Model m", known, contents.manifest(), input, output, status);
    }

    /** Of {@code serving_default}, on one thread. */
    public static PredictSettings settings(
            Path directory, RowType input, RowType output, int batchSize, Duration linger, OnError onError) {
        return new PredictSettings(
                "m",
                new ModelAddress(
                        directory.toUri().toString(),
                        ModelContents.read(directory, null).digest()),
                "serving_default",
                input,
                input,
                output,
                batchSize,
                linger,
                Integer.MAX_VALUE,
                CallSettings.DEFAULTS,
                onError);
    }
}
