package io.leeway.functions;

import io.leeway.model.answers.InterestAnswers;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.Task;
import java.util.function.IntToDoubleFunction;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.functions.FunctionContext;
import org.jspecify.annotations.Nullable;

/** A function over an interest model's distribution, given from ML_PREDICT or called for. */
abstract class InterestFunction extends ModelFunction {
    private static final long serialVersionUID = 1L;

    static final String INTEREST = FeatureRowType.INTEREST;

    private transient InterestAnswers answers;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    InterestFunction() {
        super(Task.INTEREST);
    }

    @Override
    public void open(FunctionContext context) {
        super.open(context);
        answers = new InterestAnswers(model().manifest());
    }

    /** What the distribution of a row says; null where there is none. */
    final @Nullable InterestAnswers answers(@Nullable FeatureValues values, @Nullable ArrayData distribution) {
        if (values == null) {
            return null;
        }
        float[] given = distribution == null ? answer(values) : given(distribution);
        if (given != null) {
            answers.read(given, 0);
        }
        return given == null ? null : answers;
    }

    private float @Nullable [] given(ArrayData distribution) {
        if (distribution.size() != answers.size()) {
            throw new IllegalArgumentException("Expected a distribution of " + answers.size()
                    + " values, the model's categories and two, found " + distribution.size()
                    + "; give that of the same model");
        }
        float[] given = new float[distribution.size()];
        for (int i = 0; i < given.length; i++) {
            if (distribution.isNullAt(i) || !Float.isFinite(distribution.getFloat(i))) {
                reject();
                return null;
            }
            given[i] = distribution.getFloat(i);
        }
        return given;
    }

    /** Categories as rows of a name and a number. */
    static ArrayData named(InterestAnswers answers, int[] ids, IntToDoubleFunction number) {
        Object[] rows = new Object[ids.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = GenericRowData.of(StringData.fromString(answers.name(ids[i])), (float) number.applyAsDouble(i));
        }
        return new GenericArrayData(rows);
    }
}
