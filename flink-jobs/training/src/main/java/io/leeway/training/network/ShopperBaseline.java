package io.leeway.training.network;

import io.leeway.records.FeatureVector;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.List;

/**
 * The shopper whom others are compared with when a score is explained: attributions say what makes
 * the difference to this one.
 *
 * @param numbers the NUMBER features one after another, as a vector carries them
 * @param description who it is, for the manifest
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record ShopperBaseline(Task task, float[] numbers, String description) {
    public ShopperBaseline {
        if (numbers.length != task.numbers()) {
            throw new IllegalArgumentException(
                    "Expected " + task.numbers() + " numbers for " + task.id() + ", found " + numbers.length);
        }
    }

    /**
     * The mean of shoppers. Counts, amounts and times are logarithms in a vector, so theirs is the
     * geometric mean, which a few heavy buyers do not move.
     */
    public static ShopperBaseline mean(Task task, List<FeatureVector> rows, String description) {
        double[] sums = new double[task.numbers()];
        for (FeatureVector row : rows) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += row.numbers()[i];
            }
        }
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) (sums[i] / rows.size());
        }
        return new ShopperBaseline(task, means, description);
    }

    public float[] of(FeatureSpec feature) {
        float[] values = new float[feature.width()];
        System.arraycopy(numbers, task.offset(feature), values, 0, values.length);
        return values;
    }
}
