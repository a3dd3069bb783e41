package io.leeway.evaluation.uplift;

import io.leeway.estimators.LogisticRegression;
import io.leeway.estimators.Standardisation;

/** The S-learner: see {@link UpliftLearner#shared}. */
record SharedLearner(double ridge, double ofEffects) implements UpliftLearner {
    @Override
    public TreatmentOutcomes fit(LoggedTreatments logged) {
        Standardisation scale = Standardisation.of(logged.features());
        double[][] products = new double[logged.rows()][];
        for (int row = 0; row < products.length; row++) {
            products[row] = products(scale.apply(logged.features()[row]));
        }
        Standardisation ofProducts = Standardisation.of(products);
        double[][] rows = new double[logged.rows()][];
        boolean[] yes = new boolean[rows.length];
        for (int row = 0; row < rows.length; row++) {
            double outcome = logged.outcomes()[row];
            if (outcome != 0 && outcome != 1) {
                throw new IllegalArgumentException("Expected outcomes of 0 or 1, found " + outcome);
            }
            yes[row] = outcome == 1;
            rows[row] = columns(
                    scale.apply(logged.features()[row]),
                    ofProducts.apply(products[row]),
                    logged.treatments()[row],
                    logged.levels());
        }
        LogisticRegression fitted = LogisticRegression.fit(rows, yes, ridge);
        return features -> {
            double[] row = scale.apply(features);
            double[] crossed = ofProducts.apply(products(row));
            double[] expected = new double[logged.levels()];
            for (int level = 0; level < expected.length; level++) {
                expected[level] = fitted.probability(columns(row, crossed, level, logged.levels()));
            }
            return expected;
        };
    }

    /** Every product of two columns that are not one. */
    private static double[] products(double[] row) {
        double[] products = new double[row.length * (row.length - 1) / 2];
        int at = 0;
        for (int i = 0; i < row.length; i++) {
            for (int j = 0; j < i; j++) {
                products[at++] = row[i] * row[j];
            }
        }
        return products;
    }

    private double[] columns(double[] row, double[] products, int level, int levels) {
        double[] columns = new double[row.length + products.length + (levels - 1) * (row.length + 1)];
        System.arraycopy(row, 0, columns, 0, row.length);
        System.arraycopy(products, 0, columns, row.length, products.length);
        if (level > 0) {
            int at = row.length + products.length + (level - 1) * (row.length + 1);
            // One ridge is on all weights: a column of this scale feels another.
            columns[at++] = 1e3;
            double scale = Math.sqrt(ridge / ofEffects);
            for (double value : row) {
                columns[at++] = scale * value;
            }
        }
        return columns;
    }
}
