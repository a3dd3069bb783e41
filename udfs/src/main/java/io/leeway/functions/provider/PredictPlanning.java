package io.leeway.functions.provider;

import static io.leeway.functions.provider.TensorFlowModelOptions.BATCH_LINGER;
import static io.leeway.functions.provider.TensorFlowModelOptions.BATCH_SIZE;
import static io.leeway.functions.provider.TensorFlowModelOptions.CALL_TIMEOUT;
import static io.leeway.functions.provider.TensorFlowModelOptions.DIGEST;
import static io.leeway.functions.provider.TensorFlowModelOptions.ON_ERROR;
import static io.leeway.functions.provider.TensorFlowModelOptions.PATH;
import static io.leeway.functions.provider.TensorFlowModelOptions.SIGNATURE;
import static io.leeway.functions.provider.TensorFlowModelOptions.THREADS;
import static io.leeway.functions.provider.TensorFlowModelOptions.VERSION;

import io.leeway.functions.rows.OnError;
import io.leeway.model.ModelContents;
import io.leeway.model.ModelManifest;
import io.leeway.model.ModelSignature;
import java.time.Duration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.RowType;

/** What is settled when a statement is planned: the version, and that the columns fit it. */
final class PredictPlanning {
    /** The signature of a model without a manifest that names one. */
    private static final String DEFAULT_SIGNATURE = "serving_default";

    private PredictPlanning() {}

    /** Judges a model without TensorFlow; refuses options and columns that do not fit. */
    static PredictSettings settings(String name, ResolvedCatalogModel model, ReadableConfig options) {
        Path folder = VersionFolders.find(options.get(PATH), options.get(VERSION));
        ModelContents contents = ModelContents.read(VersionFolders.source(folder), options.get(DIGEST));
        ModelSignature signature = contents.signature(
                options.getOptional(SIGNATURE)
                        .or(() -> contents.manifest().map(ModelManifest::signature))
                        .orElse(DEFAULT_SIGNATURE),
                "name one of these in 'signature'");
        PredictSettings settings = new PredictSettings(
                name,
                new ModelAddress(folder.toString(), contents.digest()),
                signature.name(),
                row(model.getResolvedInputSchema()),
                row(model.getResolvedInputSchema()),
                row(model.getResolvedOutputSchema()),
                atLeast(1, BATCH_SIZE.key(), options.get(BATCH_SIZE)),
                notNegative(BATCH_LINGER.key(), options.get(BATCH_LINGER)),
                Integer.MAX_VALUE,
                new CallSettings(
                        atLeast(1, THREADS.key(), options.get(THREADS)),
                        notNegative(CALL_TIMEOUT.key(), options.get(CALL_TIMEOUT))),
                options.get(ON_ERROR));
        settings.bind(signature, contents.manifest());
        requireNullable(settings);
        return settings;
    }

    private static void requireNullable(PredictSettings settings) {
        for (RowType.RowField field : settings.output().getFields()) {
            if (settings.onError() != OnError.FAIL && !field.getType().isNullable()) {
                throw new ValidationException(
                        "Model " + settings.name() + ": expected output columns that can be null with"
                                + " 'on-error' = '" + settings.onError() + "', found " + field.getName() + " "
                                + field.getType().asSummaryString() + "; declare it without NOT NULL");
            }
        }
    }

    private static RowType row(ResolvedSchema schema) {
        return (RowType) schema.toPhysicalRowDataType().getLogicalType();
    }

    private static int atLeast(int least, String option, int found) {
        if (found < least) {
            throw new ValidationException(
                    "Expected at least " + least + " for '" + option + "', found " + found + "; correct it");
        }
        return found;
    }

    private static Duration notNegative(String option, Duration found) {
        if (found.isNegative()) {
            throw new ValidationException("Expected 0 or more for '" + option + "', found " + found + "; correct it");
        }
        return found;
    }
}
