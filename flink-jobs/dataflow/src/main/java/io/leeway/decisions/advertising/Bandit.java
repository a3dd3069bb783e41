package io.leeway.decisions.advertising;

import java.util.Arrays;

/**
 * LinUCB with an arm's own parameters (Li et al. 2010), for the probability of a click, and a
 * softmax over its scores so that the probability of each choice is exactly known.
 *
 * <p>An arm begins with what the model says of it, as if that had been seen a few times; what is
 * learned is where this campaign differs. Keeps {@code d² + d} numbers an arm, however much is
 * seen. Not thread-safe.
 */
final class Bandit {
    /** Numbers of a context: one, the model's click probability, the drift, impressions seen. */
    static final int WIDTH = 4;

    private static final int MODEL = 1;
    /** As if each direction had been seen with this weight. */
    private static final double PRIOR = 1;
    /** Scales click probabilities, of about a tenth, to the order of the other numbers. */
    private static final double SCALE = 10;

    private final double[][] inverse;
    private final double[][] sums;

    Bandit(int arms) {
        inverse = new double[arms][WIDTH * WIDTH];
        sums = new double[arms][WIDTH];
        for (int arm = 0; arm < arms; arm++) {
            for (int i = 0; i < WIDTH; i++) {
                inverse[arm][i * WIDTH + i] = 1 / PRIOR;
            }
            sums[arm][MODEL] = PRIOR / SCALE;
        }
    }

    /** From what {@link #inverse} and {@link #sums} gave. */
    Bandit(double[][] inverse, double[][] sums) {
        this.inverse = copy(inverse);
        this.sums = copy(sums);
    }

    double[][] inverse() {
        return copy(inverse);
    }

    double[][] sums() {
        return copy(sums);
    }

    private static double[][] copy(double[][] of) {
        return Arrays.stream(of).map(double[]::clone).toArray(double[][]::new);
    }

    static double[] context(double clickProbability, double drift, int seen) {
        return new double[] {1, SCALE * clickProbability, drift, StrictMath.log1p(seen)};
    }

    /** How good an arm may be. */
    double score(int arm, double[] x, double optimism) {
        double[] spread = times(inverse[arm], x);
        double mean = 0;
        double variance = 0;
        for (int i = 0; i < WIDTH; i++) {
            mean += sums[arm][i] * spread[i];
            variance += x[i] * spread[i];
        }
        // A click is a yes or no of small probability: its deviation is about the root of it, not
        // 1.
        return mean + optimism * StrictMath.sqrt(Math.max(0, variance)) * 0.25;
    }

    /** An advertisement was seen: what there was to learn from. By Sherman and Morrison. */
    void shown(int arm, double[] x) {
        double[] spread = times(inverse[arm], x);
        double divisor = 1;
        for (int i = 0; i < WIDTH; i++) {
            divisor += x[i] * spread[i];
        }
        for (int i = 0; i < WIDTH; i++) {
            for (int j = 0; j < WIDTH; j++) {
                inverse[arm][i * WIDTH + j] -= spread[i] * spread[j] / divisor;
            }
        }
    }

    void clicked(int arm, double[] x) {
        for (int i = 0; i < WIDTH; i++) {
            sums[arm][i] += x[i];
        }
    }

    private static double[] times(double[] matrix, double[] x) {
        double[] product = new double[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            for (int j = 0; j < WIDTH; j++) {
                product[i] += matrix[i * WIDTH + j] * x[j];
            }
        }
        return product;
    }

    /** The probability of each choice: a share alike for all, the rest by softmax. */
    static double[] probabilities(double[] scores, double explore, double temperature) {
        double most = Arrays.stream(scores).max().orElse(0);
        double[] probabilities = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] = StrictMath.exp((scores[i] - most) / temperature);
            sum += probabilities[i];
        }
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] = explore / scores.length + (1 - explore) * probabilities[i] / sum;
        }
        return probabilities;
    }

    /** The choice that a number in [0, 1) makes. */
    static int choose(double[] probabilities, double uniform) {
        double rest = uniform;
        for (int i = 0; i < probabilities.length; i++) {
            rest -= probabilities[i];
            if (rest < 0) {
                return i;
            }
        }
        return probabilities.length - 1;
    }
}
