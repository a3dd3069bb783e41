package io.leeway.training.dataset;

import io.leeway.records.FeatureVector;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.Arrays;
import java.util.List;

/**
 * Means and deviations of a feature's columns over the training rows; a matrix's rows (weeks) share
 * their column's.
 *
 * @param inverseDeviations 1 / standard deviation by column; 1 where a column hardly varies
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record FeatureScaling(float[] means, float[] inverseDeviations) {
    private static final double HARDLY = 1e-4;

    /** Of the rows; without rows mean 0 and deviation 2, as of logarithms from 0 to 5. */
    public static FeatureScaling of(Task task, FeatureSpec feature, List<FeatureVector> rows) {
        int columns = feature.shape().get(feature.shape().size() - 1);
        if (rows.isEmpty()) {
            return ofNone(columns);
        }
        int offset = task.offset(feature);
        double[] sums = new double[columns];
        double[] squares = new double[columns];
        for (FeatureVector row : rows) {
            for (int i = 0; i < feature.width(); i++) {
                double value = row.numbers()[offset + i];
                sums[i % columns] += value;
                squares[i % columns] += value * value;
            }
        }
        double n = (double) rows.size() * feature.width() / columns;
        return of(sums, squares, n);
    }

    /** In place of the statistics of rows that must not be looked at. */
    public static FeatureScaling ofNone(int columns) {
        float[] halves = new float[columns];
        Arrays.fill(halves, 0.5f);
        return new FeatureScaling(new float[columns], halves);
    }

    /** The same from each column's sum and sum of squares over n values. */
    public static FeatureScaling of(double[] sums, double[] squares, double n) {
        int columns = sums.length;
        float[] means = new float[columns];
        float[] inverse = new float[columns];
        for (int c = 0; c < columns; c++) {
            double mean = sums[c] / n;
            double deviation = Math.sqrt(Math.max(0, squares[c] / n - mean * mean));
            means[c] = (float) mean;
            inverse[c] = deviation < HARDLY ? 1 : (float) (1 / deviation);
        }
        return new FeatureScaling(means, inverse);
    }
}
