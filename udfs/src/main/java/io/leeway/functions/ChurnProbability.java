package io.leeway.functions;

import io.leeway.functions.provider.ModelAddress;
import io.leeway.shopper.Task;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/** {@code CHURN_PROBABILITY(model, churn)}: how likely a shopper stays away for the model's horizon, in [0, 1]. */
public final class ChurnProbability extends ModelFunction {
    private static final long serialVersionUID = 1L;

    /** For the planner to specialise. */
    public ChurnProbability() {
        this(null);
    }

    private ChurnProbability(@Nullable ModelAddress address) {
        super(Task.CHURN, address);
    }

    @Override
    ModelFunction at(ModelAddress settled) {
        return new ChurnProbability(settled);
    }

    /** Answers one row. */
    public @Nullable Float eval(
            @ArgumentHint(name = "model") String model,
            @ArgumentHint(name = "churn", type = @DataTypeHint(value = FeatureRowType.CHURN, bridgedTo = RowData.class))
                    @Nullable
                    RowData churn) {
        float[] answer = answer(features(churn));
        return answer == null ? null : Float.valueOf(answer[0]);
    }
}
