package io.leeway.functions.provider;

import io.leeway.functions.rows.RowBundle;
import io.leeway.model.RowRejected;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.PredictFunction;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.jspecify.annotations.Nullable;

/** Calls the model for every row, on the task's thread: {@code MAP['async', 'false']}. */
public final class TensorFlowPredictFunction extends PredictFunction implements SpecializedFunction {
    private static final long serialVersionUID = 1L;

    private final PredictSettings settings;
    private transient @Nullable OpenPredictor opened;
    private transient RowBundle bundle;
    private transient BundleCalls calls;
    private transient RowRefusals refusals;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    TensorFlowPredictFunction(PredictSettings settings) {
        this.settings = settings;
    }

    @Override
    public UserDefinedFunction specialize(SpecializedContext context) {
        return new TensorFlowPredictFunction(settings.reading(context));
    }

    @Override
    public void open(FunctionContext context) {
        OpenPredictor predictor = OpenPredictor.open(settings, context.getMetricGroup());
        opened = predictor;
        bundle = predictor.binding().bundle(settings.read(), 1);
        calls = predictor.calls();
        refusals = predictor.refusals();
    }

    @Override
    public Collection<RowData> predict(RowData row) {
        bundle.clear();
        try {
            bundle.add(row);
        } catch (RowRejected refused) {
            return List.of(refusals.answer(refused));
        }
        List<RowData> answers = new ArrayList<>(1);
        calls.call(bundle, (answer, index) -> answers.add(answer));
        return answers;
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
