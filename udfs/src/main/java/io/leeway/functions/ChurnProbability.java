package io.leeway.functions;

import io.leeway.shopper.Task;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/** {@code CHURN_PROBABILITY(model, churn)}: the probability of staying away, in [0, 1]. */
public final class ChurnProbability extends ModelFunction {
    private static final long serialVersionUID = 1L;

    public ChurnProbability() {
        super(Task.CHURN);
    }

    public @Nullable Float eval(
            @ArgumentHint(name = "model") String model,
            @ArgumentHint(name = "churn", type = @DataTypeHint(value = FeatureRowType.CHURN, bridgedTo = RowData.class))
                    @Nullable
                    RowData churn) {
        float[] answer = answer(features(churn));
        return answer == null ? null : Float.valueOf(answer[0]);
    }
}
