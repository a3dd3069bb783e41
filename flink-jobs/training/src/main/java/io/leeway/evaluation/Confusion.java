package io.leeway.evaluation;

/**
 * Rows called yes or no beside what they were.
 *
 * @param found called yes, and were
 * @param wrong called yes, and were not
 * @param missed called no, and were yes
 * @param right called no, and were
 */
record Confusion(double found, double wrong, double missed, double right) {
    static Confusion of(double[] scores, boolean[] yes, int[] weights, double threshold) {
        double found = 0;
        double wrong = 0;
        double missed = 0;
        double right = 0;
        for (int row = 0; row < scores.length; row++) {
            boolean called = scores[row] >= threshold;
            found += called && yes[row] ? weights[row] : 0;
            wrong += called && !yes[row] ? weights[row] : 0;
            missed += !called && yes[row] ? weights[row] : 0;
            right += !called && !yes[row] ? weights[row] : 0;
        }
        return new Confusion(found, wrong, missed, right);
    }

    double accuracy() {
        return (found + right) / (found + wrong + missed + right);
    }

    /** NaN where none was called yes. */
    double precision() {
        return found / (found + wrong);
    }

    double recall() {
        return found / (found + missed);
    }

    double f1() {
        return 2 * found / (2 * found + wrong + missed);
    }
}
