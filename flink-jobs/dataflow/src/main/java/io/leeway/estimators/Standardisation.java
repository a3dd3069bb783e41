package io.leeway.estimators;

/**
 * Takes each column to mean 0 and spread 1, so that one ridge is fair to all.
 *
 * @param deviations of each column; a column that never changes has 1 and becomes 0
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record Standardisation(double[] means, double[] deviations) {
    public static Standardisation of(double[][] rows) {
        int width = rows[0].length;
        double[] means = new double[width];
        double[] deviations = new double[width];
        for (double[] row : rows) {
            for (int i = 0; i < width; i++) {
                means[i] += row[i];
            }
        }
        for (int i = 0; i < width; i++) {
            means[i] /= rows.length;
        }
        for (double[] row : rows) {
            for (int i = 0; i < width; i++) {
                deviations[i] += (row[i] - means[i]) * (row[i] - means[i]);
            }
        }
        for (int i = 0; i < width; i++) {
            double deviation = Math.sqrt(deviations[i] / rows.length);
            deviations[i] = deviation > 1e-9 ? deviation : 1;
        }
        return new Standardisation(means, deviations);
    }

    public double[] apply(double[] row) {
        double[] scaled = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            scaled[i] = (row[i] - means[i]) / deviations[i];
        }
        return scaled;
    }

    public double[][] apply(double[][] rows) {
        double[][] scaled = new double[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            scaled[row] = apply(rows[row]);
        }
        return scaled;
    }
}
