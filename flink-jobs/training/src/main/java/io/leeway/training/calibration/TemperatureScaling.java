package io.leeway.training.calibration;

import java.util.List;

/**
 * The one number by which logits are divided so that probabilities mean what they say (Guo et al.
 * 2017), fitted by Newton's method to the log-loss of rows that no weight was trained on; the loss
 * is convex in its inverse. It changes no ranking, and with one number there is little to overfit.
 *
 * <p>It is kept only where it helps shoppers it was not fitted on: the rows are halved by shopper,
 * each half is answered with the temperature of the other, and the mean gain must exceed its
 * standard error. Otherwise it is 1.
 */
public final class TemperatureScaling {
    private static final int STEPS = 30;
    private static final double LEAST = 0.125;
    private static final double MOST = 8;
    private static final double CLOSE = 1e-7;

    private final ValidationAnswers rows;
    private final int[] halves;

    private TemperatureScaling(ValidationAnswers rows, List<String> users) {
        this.rows = rows;
        this.halves = users.stream()
                .mapToInt(user -> (user.hashCode() * 0x9E3779B9) >>> 31)
                .toArray();
    }

    /** @param rows what the network answered, and what happened */
    public static double of(ValidationAnswers rows, List<String> users) {
        TemperatureScaling temperature = new TemperatureScaling(rows, users);
        return temperature.helps() ? (float) (1 / temperature.inverse(-1)) : 1;
    }

    private boolean helps() {
        double[] fitted = {inverse(1), inverse(0)};
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < halves.length; row++) {
            double gain = rows.loss(row, 1) - rows.loss(row, fitted[halves[row]]);
            sum += gain;
            squares += gain * gain;
        }
        double mean = sum / halves.length;
        double variance = Math.max(0, squares / halves.length - mean * mean);
        return mean > Math.sqrt(variance / halves.length);
    }

    /** The inverse temperature that is best for one half, or for all rows with −1. */
    private double inverse(int half) {
        double inverse = 1;
        for (int step = 0; step < STEPS; step++) {
            double slope = 0;
            double curvature = 1e-12;
            for (int row = 0; row < halves.length; row++) {
                if (half < 0 || halves[row] == half) {
                    ValidationAnswers.Slope at = rows.slope(row, inverse);
                    slope += at.first();
                    curvature += at.second();
                }
            }
            // At most a doubling or a halving, within bounds.
            double next = Math.max(inverse / 2, Math.min(inverse * 2, inverse - slope / curvature));
            next = Math.max(1 / MOST, Math.min(1 / LEAST, next));
            if (Math.abs(next - inverse) < CLOSE) {
                return next;
            }
            inverse = next;
        }
        return inverse;
    }
}
