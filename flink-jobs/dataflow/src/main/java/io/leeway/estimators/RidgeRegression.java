package io.leeway.estimators;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * Least squares with a ridge.
 *
 * @param weights one a column, then the intercept
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record RidgeRegression(double[] weights) {
    /**
     * Fits.
     *
     * @param rows columns of about one unit's spread
     * @param ridge this times the squared weights, intercept aside, is added to the mean square
     */
    public static RidgeRegression fit(double[][] rows, double[] outcomes, double ridge) {
        return fit(rows, new double[][] {outcomes}, ridge)[0];
    }

    /** Fits several outcomes of the same rows, which cost little more than one. */
    public static RidgeRegression[] fit(double[][] rows, double[][] outcomes, double ridge) {
        int width = rows[0].length + 1;
        double[][] products = new double[width][width];
        double[][] sums = new double[width][outcomes.length];
        double[] with = new double[width];
        with[width - 1] = 1;
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, with, 0, width - 1);
            for (int i = 0; i < width; i++) {
                if (with[i] != 0) {
                    for (int j = 0; j <= i; j++) {
                        products[i][j] += with[i] * with[j];
                    }
                    for (int k = 0; k < outcomes.length; k++) {
                        sums[i][k] += with[i] * outcomes[k][row];
                    }
                }
            }
        }
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < i; j++) {
                products[j][i] = products[i][j];
            }
            // Of the intercept only so much as keeps the matrix regular.
            products[i][i] += rows.length * (i < width - 1 ? Math.max(ridge, 1e-12) : 1e-15) + 1e-12;
        }
        double[][] solved = new CholeskyDecomposition(new Array2DRowRealMatrix(products, false), 1e-9, 1e-14)
                .getSolver()
                .solve(new Array2DRowRealMatrix(sums, false))
                .transpose()
                .getData();
        RidgeRegression[] fitted = new RidgeRegression[outcomes.length];
        for (int k = 0; k < fitted.length; k++) {
            fitted[k] = new RidgeRegression(solved[k]);
        }
        return fitted;
    }

    /** The expected outcome of a row. */
    public double value(double[] row) {
        double value = weights[row.length];
        for (int i = 0; i < row.length; i++) {
            value += weights[i] * row[i];
        }
        return value;
    }
}
