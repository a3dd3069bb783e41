package io.leeway.functions;

import io.leeway.shopper.TimeMillis;
import java.time.Instant;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.functions.AggregateFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code INTEREST_PROFILE(category, weight, time [, half_life_days])}: the categories that weigh
 * most, their weights decayed by half every 30 days, as shares of the sum.
 *
 * <p>At most 16, by falling share then name; null where no weight is above 0. A row with a null, or
 * a weight that is not finite, is left out. Keeps at most {@link InterestWeights#CATEGORIES}
 * categories a group.
 */
@FunctionHint(output = @DataTypeHint(value = "ARRAY<ROW<category STRING, share DOUBLE>>", bridgedTo = ArrayData.class))
public final class InterestProfile extends AggregateFunction<ArrayData, InterestWeights> {
    private static final long serialVersionUID = 1L;
    private static final double USUAL_DAYS = 30;

    @Override
    public InterestWeights createAccumulator() {
        return new InterestWeights();
    }

    public void accumulate(
            InterestWeights weights,
            @ArgumentHint(name = "category") @Nullable String category,
            @ArgumentHint(name = "weight") @Nullable Double weight,
            @ArgumentHint(name = "time", type = @DataTypeHint("TIMESTAMP_LTZ(3)")) @Nullable Instant time,
            @ArgumentHint(name = "half_life_days", isOptional = true) @Nullable Double halfLifeDays) {
        change(weights, category, weight, time, halfLifeDays, 1);
    }

    public void retract(
            InterestWeights weights,
            @Nullable String category,
            @Nullable Double weight,
            @Nullable Instant time,
            @Nullable Double halfLifeDays) {
        change(weights, category, weight, time, halfLifeDays, -1);
    }

    public void merge(InterestWeights weights, Iterable<InterestWeights> others) {
        for (InterestWeights other : others) {
            weights.add(other);
        }
    }

    @Override
    public @Nullable ArrayData getValue(InterestWeights weights) {
        return weights.shares();
    }

    private static void change(
            InterestWeights weights,
            @Nullable String category,
            @Nullable Double weight,
            @Nullable Instant time,
            @Nullable Double halfLifeDays,
            int times) {
        double days = halfLifeDays == null ? USUAL_DAYS : halfLifeDays;
        if (!(days > 0)) {
            throw new IllegalArgumentException("Expected a half-life above 0 days in INTEREST_PROFILE, found " + days);
        }
        if (category != null && weight != null && Double.isFinite(weight) && time != null) {
            weights.change(category, weight, time.toEpochMilli(), days * TimeMillis.DAY, times);
        }
    }
}
