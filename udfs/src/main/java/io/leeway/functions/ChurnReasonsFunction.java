package io.leeway.functions;

import io.leeway.model.RowRejected;
import io.leeway.model.answers.Explanations;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.Task;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.functions.FunctionContext;
import org.jspecify.annotations.Nullable;

/** {@code CHURN_REASONS(model, churn)}: at most three reasons, the weightiest first. */
public final class ChurnReasonsFunction extends ModelFunction {
    private static final long serialVersionUID = 1L;
    private static final String REASONS =
            "ARRAY<ROW<code STRING, words STRING, feature STRING," + " `value` DOUBLE, contribution FLOAT>>";
    private static final int MOST = 3;

    private transient Explanations explanations;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    public ChurnReasonsFunction() {
        super(Task.CHURN);
    }

    @Override
    public void open(FunctionContext context) {
        super.open(context);
        explanations = model().explanations();
    }

    @DataTypeHint(value = REASONS, bridgedTo = ArrayData.class)
    public @Nullable ArrayData eval(
            @ArgumentHint(name = "model") String model,
            @ArgumentHint(name = "churn", type = @DataTypeHint(value = FeatureRowType.CHURN, bridgedTo = RowData.class))
                    @Nullable
                    RowData churn) {
        FeatureValues values = features(churn);
        if (values == null) {
            return null;
        }
        try {
            return new GenericArrayData(model().reasons(explanations, values, MOST).stream()
                    .map(reason -> GenericRowData.of(
                            StringData.fromString(reason.code()),
                            StringData.fromString(reason.words()),
                            StringData.fromString(reason.feature()),
                            reason.value(),
                            reason.contribution()))
                    .toArray());
        } catch (RowRejected notAsked) {
            reject();
            return null;
        }
    }
}
