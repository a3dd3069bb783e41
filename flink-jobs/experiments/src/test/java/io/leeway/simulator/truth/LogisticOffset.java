package io.leeway.simulator.truth;

/**
 * A logistic regression that starts from given log-odds and learns what to add to them: a line of
 * each standardised feature.
 */
record LogisticOffset(double[] means, double[] deviations, double[] weights) {
    private static final int STEPS = 2000;

    static LogisticOffset fit(double[][] features, double[] logOdds, double[] outcomes) {
        int width = features[0].length;
        double[] means = new double[width];
        double[] deviations = new double[width];
        for (int column = 0; column < width; column++) {
            double sum = 0;
            double squares = 0;
            for (double[] row : features) {
                sum += row[column];
                squares += row[column] * row[column];
            }
            means[column] = sum / features.length;
            deviations[column] = Math.sqrt(Math.max(1e-9, squares / features.length - means[column] * means[column]));
        }
        LogisticOffset model = new LogisticOffset(means, deviations, new double[width + 1]);
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[width + 1];
            for (int row = 0; row < features.length; row++) {
                double odds = logOdds[row] + model.addend(features[row]);
                double off = outcomes[row] - 1 / (1 + Math.exp(-odds));
                gradient[width] += off;
                for (int column = 0; column < width; column++) {
                    gradient[column] += off * model.standard(features[row], column);
                }
            }
            for (int i = 0; i <= width; i++) {
                model.weights[i] += 0.5 * gradient[i] / features.length;
            }
        }
        return model;
    }

    private double standard(double[] row, int column) {
        return (row[column] - means[column]) / deviations[column];
    }

    double addend(double[] row) {
        double sum = weights[row.length];
        for (int column = 0; column < row.length; column++) {
            sum += weights[column] * standard(row, column);
        }
        return sum;
    }
}
