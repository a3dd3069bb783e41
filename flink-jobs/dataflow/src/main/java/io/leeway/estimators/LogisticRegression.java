package io.leeway.estimators;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealVector;

/**
 * Logistic regression by Newton's method on the log-loss with a small ridge, which keeps weights
 * finite where columns repeat each other or determine the outcome.
 *
 * @param weights one a column, then the intercept
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record LogisticRegression(double[] weights) {
    private static final int STEPS = 50;
    private static final double CLOSE = 1e-9;

    /**
     * Fits.
     *
     * @param rows columns of about one unit's spread
     * @param ridge half of it times the squared weights, intercept aside, is added to the mean loss
     */
    public static LogisticRegression fit(double[][] rows, boolean[] yes, double ridge) {
        int width = rows[0].length + 1;
        double[] weights = new double[width];
        for (int step = 0; step < STEPS; step++) {
            double[] slopes = new double[width];
            double[][] curvatures = new double[width][width];
            for (int row = 0; row < rows.length; row++) {
                add(rows[row], yes[row], weights, slopes, curvatures);
            }
            for (int i = 0; i < width; i++) {
                // Divided here, not a row at a time.
                slopes[i] = slopes[i] / rows.length + (i < width - 1 ? ridge * weights[i] : 0);
                for (int j = 0; j <= i; j++) {
                    curvatures[i][j] /= rows.length;
                    curvatures[j][i] = curvatures[i][j];
                }
                curvatures[i][i] += i < width - 1 ? ridge : 1e-12;
            }
            RealVector move = new LUDecomposition(new Array2DRowRealMatrix(curvatures, false))
                    .getSolver()
                    .solve(new ArrayRealVector(slopes, false));
            for (int i = 0; i < width; i++) {
                weights[i] -= move.getEntry(i);
            }
            if (move.getLInfNorm() < CLOSE) {
                break;
            }
        }
        return new LogisticRegression(weights);
    }

    private static void add(double[] row, boolean yes, double[] weights, double[] slopes, double[][] curvatures) {
        int last = row.length;
        double p = probability(row, weights);
        double off = p - (yes ? 1 : 0);
        double spread = p * (1 - p);
        for (int i = 0; i <= last; i++) {
            double x = i < last ? row[i] : 1;
            if (x != 0) {
                slopes[i] += off * x;
                for (int j = 0; j < i; j++) {
                    curvatures[i][j] += spread * x * row[j];
                }
                curvatures[i][i] += spread * x * x;
            }
        }
    }

    private static double probability(double[] row, double[] weights) {
        double score = weights[row.length];
        for (int i = 0; i < row.length; i++) {
            score += weights[i] * row[i];
        }
        return 1 / (1 + Math.exp(-score));
    }

    /** The probability of yes. */
    public double probability(double[] row) {
        return probability(row, weights);
    }
}
