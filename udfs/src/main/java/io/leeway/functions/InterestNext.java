package io.leeway.functions;

import io.leeway.model.answers.InterestAnswers;
import io.leeway.shopper.FeatureValues;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/** {@code INTEREST_NEXT(model, interest [, distribution [, n]])}: the likeliest next categories. */
public final class InterestNext extends InterestFunction {
    private static final long serialVersionUID = 1L;
    private static final int USUALLY = 10;

    @DataTypeHint(value = "ARRAY<ROW<category STRING, probability FLOAT>>", bridgedTo = ArrayData.class)
    public @Nullable ArrayData eval(
            @ArgumentHint(name = "model") String model,
            @ArgumentHint(name = "interest", type = @DataTypeHint(value = INTEREST, bridgedTo = RowData.class))
                    @Nullable
                    RowData interest,
            @ArgumentHint(
                            name = "distribution",
                            isOptional = true,
                            type = @DataTypeHint(value = "ARRAY<FLOAT>", bridgedTo = ArrayData.class))
                    @Nullable
                    ArrayData distribution,
            @ArgumentHint(name = "n", isOptional = true) @Nullable Integer n) {
        FeatureValues values = features(interest);
        InterestAnswers answers = answers(values, distribution);
        if (answers == null) {
            return null;
        }
        int[] next = answers.next(n == null ? USUALLY : Math.max(0, n));
        return named(answers, next, i -> answers.probability(next[i]));
    }
}
