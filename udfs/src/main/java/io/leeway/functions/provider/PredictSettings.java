package io.leeway.functions.provider;

import io.leeway.functions.rows.OnError;
import io.leeway.functions.rows.RowBinding;
import io.leeway.model.ModelManifest;
import io.leeway.model.ModelSignature;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.table.functions.SpecializedFunction.SpecializedContext;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * All that a task needs to answer rows, as it was settled when the statement was planned.
 *
 * @param name the model's name in the catalogue, for messages
 * @param model which version
 * @param signature which signature
 * @param input the columns that CREATE MODEL declares
 * @param read the columns as the statement gives them; Flink may let narrower types through
 * @param output the declared outputs, with the status column where there is one
 * @param batchSize rows of one call at most
 * @param linger how long a row waits for others
 * @param concurrency how many rows Flink has under way at most; from then on none will join
 * @param calling its threads and time
 * @param onError what becomes of a row that can't be answered
 */
public record PredictSettings(
        String name,
        ModelAddress model,
        String signature,
        RowType input,
        RowType read,
        RowType output,
        int batchSize,
        Duration linger,
        int concurrency,
        CallSettings calling,
        OnError onError)
        implements Serializable {
    public PredictSettings withConcurrency(int rows) {
        return new PredictSettings(
                name, model, signature, input, read, output, batchSize, linger, rows, calling, onError);
    }

    /** Settings for columns of the statement's types: Flink does not cast narrower ones. */
    PredictSettings reading(SpecializedContext context) {
        RowType row = RowType.of(
                context.getCallContext().getArgumentDataTypes().stream()
                        .map(DataType::getLogicalType)
                        .toArray(LogicalType[]::new),
                input.getFieldNames().toArray(String[]::new));
        return new PredictSettings(
                name, model, signature, input, row, output, batchSize, linger, concurrency, calling, onError);
    }

    RowBinding bind(ModelSignature known, Optional<ModelManifest> manifest) {
        return RowBinding.of(
                "Model " + name, known, manifest, input, output, onError == OnError.STATUS, model.version(manifest));
    }
}
