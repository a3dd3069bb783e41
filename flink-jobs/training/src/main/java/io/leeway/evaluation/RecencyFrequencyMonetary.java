package io.leeway.evaluation;

import io.leeway.estimators.LogisticRegression;
import java.util.List;

/** Logistic regression on logarithms of recency, purchase days and amount, of earlier cuts. */
final class RecencyFrequencyMonetary {
    private static final double RIDGE = 1e-4;
    private static final int COLUMNS = 3;

    private RecencyFrequencyMonetary() {}

    static double[] score(List<PurchaseHistory> learn, boolean[] stayedAway, List<PurchaseHistory> test) {
        double[][] rows = learn.stream().map(RecencyFrequencyMonetary::columns).toArray(double[][]::new);
        double[] means = new double[COLUMNS];
        double[] deviations = new double[COLUMNS];
        for (int column = 0; column < COLUMNS; column++) {
            for (double[] row : rows) {
                means[column] += row[column] / rows.length;
            }
            for (double[] row : rows) {
                deviations[column] += Math.pow(row[column] - means[column], 2) / rows.length;
            }
            deviations[column] = Math.max(1e-6, Math.sqrt(deviations[column]));
        }
        for (double[] row : rows) {
            standardise(row, means, deviations);
        }
        LogisticRegression fitted = LogisticRegression.fit(rows, stayedAway, RIDGE);
        return test.stream()
                .mapToDouble(history -> {
                    double[] row = columns(history);
                    standardise(row, means, deviations);
                    return fitted.probability(row);
                })
                .toArray();
    }

    private static double[] columns(PurchaseHistory history) {
        return new double[] {
            Math.log1p(history.sinceLastDays()), Math.log1p(history.days()), Math.log1p(history.amount())
        };
    }

    private static void standardise(double[] row, double[] means, double[] deviations) {
        for (int column = 0; column < COLUMNS; column++) {
            row[column] = (row[column] - means[column]) / deviations[column];
        }
    }
}
