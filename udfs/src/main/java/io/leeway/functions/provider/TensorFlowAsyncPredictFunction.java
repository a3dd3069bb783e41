package io.leeway.functions.provider;

import io.leeway.model.calls.InferenceMetrics;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.jspecify.annotations.Nullable;

/**
 * Calls the model for bundles of the rows that Flink has under way, on a thread of its own. Flink
 * keeps the order of rows, and asks again for those under way when a job is restored.
 */
public final class TensorFlowAsyncPredictFunction extends AsyncPredictFunction implements SpecializedFunction {
    private static final long serialVersionUID = 1L;

    private final PredictSettings settings;
    private transient @Nullable OpenPredictor opened;
    private transient @Nullable Coalescer calling;
    private transient Coalescer coalescer;
    private transient InferenceMetrics metrics;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    public TensorFlowAsyncPredictFunction(PredictSettings settings) {
        this.settings = settings;
    }

    @Override
    public UserDefinedFunction specialize(SpecializedContext context) {
        return new TensorFlowAsyncPredictFunction(settings.reading(context));
    }

    @Override
    public void open(FunctionContext context) {
        OpenPredictor predictor = OpenPredictor.open(settings, context.getMetricGroup());
        opened = predictor;
        metrics = predictor.metrics();
        coalescer =
                new Coalescer(predictor.binding(), settings, predictor.calls(), predictor.refusals(), System::nanoTime);
        calling = coalescer;
    }

    /** The inherited one copies the future and puts the whole row into errors. */
    @Override
    public void eval(CompletableFuture<Collection<RowData>> answer, Object... columns) {
        coalescer.add(GenericRowData.of(columns), answer);
    }

    @Override
    public CompletableFuture<Collection<RowData>> asyncPredict(RowData row) {
        CompletableFuture<Collection<RowData>> answer = new CompletableFuture<>();
        coalescer.add(row, answer);
        return answer;
    }

    public InferenceMetrics metrics() {
        return metrics;
    }

    @Override
    public void close() {
        if (calling != null) {
            calling.close();
        }
        if (opened != null) {
            opened.close();
        }
    }
}
