package io.leeway.functions;

import io.leeway.model.answers.InterestAnswers;
import io.leeway.shopper.FeatureValues;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/** {@code INTEREST_DRIFT(model, interest [, distribution])}: the drift, in [0, 1]. */
public final class InterestDrift extends InterestFunction {
    private static final long serialVersionUID = 1L;

    public @Nullable Double eval(
            @ArgumentHint(name = "model") String model,
            @ArgumentHint(name = "interest", type = @DataTypeHint(value = INTEREST, bridgedTo = RowData.class))
                    @Nullable
                    RowData interest,
            @ArgumentHint(
                            name = "distribution",
                            isOptional = true,
                            type = @DataTypeHint(value = "ARRAY<FLOAT>", bridgedTo = ArrayData.class))
                    @Nullable
                    ArrayData distribution) {
        FeatureValues values = features(interest);
        InterestAnswers answers = answers(values, distribution);
        return values == null || answers == null
                ? null
                : Double.valueOf((float) answers.drift(values).distance());
    }
}
