package io.leeway.functions;

import io.leeway.model.answers.InterestAnswers;
import io.leeway.shopper.Drift;
import io.leeway.shopper.FeatureValues;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/** {@code DRIFT_DIRECTION(model, interest [, distribution])}: what loses and gains most. */
public final class DriftDirection extends InterestFunction {
    private static final long serialVersionUID = 1L;

    @DataTypeHint(
            value =
                    "ROW<`from` ARRAY<ROW<category STRING, change FLOAT>>, `to` ARRAY<ROW<category STRING, change FLOAT>>>",
            bridgedTo = RowData.class)
    public @Nullable RowData eval(
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
        if (values == null || answers == null) {
            return null;
        }
        Drift drift = answers.drift(values);
        return GenericRowData.of(
                named(answers, drift.from(), i -> drift.fromChanges()[i]),
                named(answers, drift.to(), i -> drift.toChanges()[i]));
    }
}
