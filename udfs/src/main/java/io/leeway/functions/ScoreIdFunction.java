package io.leeway.functions;

import io.leeway.model.answers.ScoreId;
import io.leeway.shopper.Trigger;
import java.time.Instant;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/** {@code SCORE_ID(user_id, as_of, triggers, model, version)}: the job's id of the same score. */
public final class ScoreIdFunction extends ScalarFunction {
    private static final long serialVersionUID = 1L;

    private transient ScoreId id = new ScoreId();

    @Override
    public void open(FunctionContext context) {
        id = new ScoreId();
    }

    public @Nullable String eval(
            @ArgumentHint(name = "user_id") @Nullable String userId,
            @ArgumentHint(name = "as_of", type = @DataTypeHint("TIMESTAMP_LTZ(3)")) @Nullable Instant asOf,
            @ArgumentHint(name = "triggers") String @Nullable [] triggers,
            @ArgumentHint(name = "model") @Nullable String model,
            @ArgumentHint(name = "version") @Nullable Long version) {
        if (userId == null || asOf == null || triggers == null || model == null || version == null) {
            return null;
        }
        int mask = 0;
        for (String trigger : triggers) {
            mask |= Trigger.find(trigger)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "Expected triggers such as session-end, window or silence, found '" + trigger + "'"))
                    .mask();
        }
        return id.of(userId, asOf.toEpochMilli(), mask, model, version);
    }
}
