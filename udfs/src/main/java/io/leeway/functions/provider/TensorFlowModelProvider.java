package io.leeway.functions.provider;

import static org.apache.flink.table.api.config.ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_MAX_CONCURRENT_OPERATIONS;
import static org.apache.flink.table.api.config.MLPredictRuntimeConfigOptions.ASYNC_MAX_CONCURRENT_OPERATIONS;

import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.functions.PredictFunction;
import org.apache.flink.table.ml.AsyncPredictRuntimeProvider;
import org.apache.flink.table.ml.ModelProvider;
import org.apache.flink.table.ml.PredictRuntimeProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The functions behind ML_PREDICT: one calls the model a row, the other a bundle. */
final class TensorFlowModelProvider implements PredictRuntimeProvider, AsyncPredictRuntimeProvider {
    private static final Logger LOG = LoggerFactory.getLogger(TensorFlowModelProvider.class);

    private final PredictSettings settings;
    private final ReadableConfig session;

    TensorFlowModelProvider(PredictSettings settings, ReadableConfig session) {
        this.settings = settings;
        this.session = session;
    }

    @Override
    public PredictFunction createPredictFunction(ModelProvider.Context context) {
        return new TensorFlowPredictFunction(settings);
    }

    @Override
    public AsyncPredictFunction createAsyncPredictFunction(ModelProvider.Context context) {
        int concurrency = context.runtimeConfig()
                .getOptional(ASYNC_MAX_CONCURRENT_OPERATIONS)
                .orElseGet(() -> session.get(TABLE_EXEC_ASYNC_ML_PREDICT_MAX_CONCURRENT_OPERATIONS));
        if (concurrency < settings.batchSize()) {
            LOG.warn(
                    "Model {}: expected as many rows under way as a call may have, 'batch.size' = {}, found at most {}, so that"
                            + " calls stay small; before the statement say SET '{}' = '{}'; or give ML_PREDICT"
                            + " MAP['{}', '{}'] as its last argument",
                    settings.name(),
                    settings.batchSize(),
                    concurrency,
                    TABLE_EXEC_ASYNC_ML_PREDICT_MAX_CONCURRENT_OPERATIONS.key(),
                    advised(),
                    ASYNC_MAX_CONCURRENT_OPERATIONS.key(),
                    advised());
        }
        return new TensorFlowAsyncPredictFunction(settings.withConcurrency(concurrency));
    }

    @Override
    public ModelProvider copy() {
        return new TensorFlowModelProvider(settings, session);
    }

    /** Room for the bundle that is called, one that waits, and one that is filled. */
    private long advised() {
        return 8L * settings.batchSize();
    }
}
