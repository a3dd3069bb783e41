package io.leeway.training.calibration;

import io.leeway.evaluation.Reliability;
import io.leeway.training.dataset.Labels;

/**
 * What a network answered to rows it was not trained on, beside what happened.
 *
 * @param logits float32[rows, width], row-major; with one column a row is positive or not, with
 *     several it is one of them, or shares of them
 * @param first the label that belongs to the first row
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record ValidationAnswers(float[] logits, Labels labels, int first) {
    /** First and second derivative of a row's loss. */
    record Slope(double first, double second) {}

    public int size() {
        return logits.length / labels.width();
    }

    private double logit(int row, int column) {
        return logits[row * labels.width() + column];
    }

    private float[] shares(int row) {
        return labels.shares()[first + row];
    }

    private int[] columns(int row) {
        return labels.columns()[first + row];
    }

    /** The log-loss of a row in nats, with logits multiplied by an inverse temperature. */
    public double loss(int row, double inverse) {
        if (labels.width() == 1) {
            double z = inverse * logit(row, 0);
            return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - z * shares(row)[0];
        }
        double most = most(row);
        double sum = 0;
        for (int column = 0; column < labels.width(); column++) {
            sum += Math.exp(inverse * (logit(row, column) - most));
        }
        double loss = 0;
        for (int i = 0; i < shares(row).length; i++) {
            loss += shares(row)[i] * (Math.log(sum) - inverse * (logit(row, columns(row)[i]) - most));
        }
        return loss;
    }

    Slope slope(int row, double inverse) {
        if (labels.width() == 1) {
            double z = logit(row, 0);
            double p = 1 / (1 + Math.exp(-inverse * z));
            return new Slope(z * (p - shares(row)[0]), z * z * p * (1 - p));
        }
        double most = most(row);
        double sum = 0;
        double mean = 0;
        double square = 0;
        for (int column = 0; column < labels.width(); column++) {
            double z = logit(row, column) - most;
            double weight = Math.exp(inverse * z);
            sum += weight;
            mean += weight * z;
            // A masked column's logit squared is large, its weight 0.
            square += weight == 0 ? 0 : weight * z * z;
        }
        mean /= sum;
        double first = 0;
        double all = 0;
        for (int i = 0; i < shares(row).length; i++) {
            all += shares(row)[i];
            first -= shares(row)[i] * (logit(row, columns(row)[i]) - most);
        }
        return new Slope(first + all * mean, all * (square / sum - mean * mean));
    }

    private double most(int row) {
        double most = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < labels.width(); column++) {
            most = Math.max(most, logit(row, column));
        }
        return most;
    }

    public double loss(double temperature) {
        double sum = 0;
        for (int row = 0; row < size(); row++) {
            sum += loss(row, 1 / temperature);
        }
        return sum / size();
    }

    /** Calibration of the yes of a yes-or-no answer, and of the first choice among several. */
    public Reliability reliability(double temperature) {
        double[] said = new double[size()];
        double[] came = new double[size()];
        for (int row = 0; row < size(); row++) {
            if (labels.width() == 1) {
                said[row] = 1 / (1 + Math.exp(-logit(row, 0) / temperature));
                came[row] = shares(row)[0];
            } else {
                choice(row, temperature, said, came);
            }
        }
        return Reliability.ofEqualRows(said, came);
    }

    private void choice(int row, double temperature, double[] said, double[] came) {
        double most = most(row);
        double sum = 0;
        int chosen = 0;
        for (int column = 0; column < labels.width(); column++) {
            sum += Math.exp((logit(row, column) - most) / temperature);
            chosen = logit(row, column) > logit(row, chosen) ? column : chosen;
        }
        said[row] = 1 / sum;
        for (int i = 0; i < columns(row).length; i++) {
            came[row] += columns(row)[i] == chosen ? shares(row)[i] : 0;
        }
    }
}
