package io.leeway.evaluation.uplift;

import java.util.Arrays;

/**
 * Treatments that were given partly at random, and what came of them.
 *
 * @param features of each row, known before its treatment
 * @param treatments the level that each row was given, from 0 (as a rule: nothing) to below
 *     {@code levels}
 * @param outcomes what came of it: visits, a purchase (0 or 1), a margin
 * @param propensities the probability with which each row was given the very level it was given, in
 *     (0, 1]
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record LoggedTreatments(
        double[][] features, int[] treatments, double[] outcomes, double[] propensities, int levels) {
    public LoggedTreatments {
        int rows = features.length;
        if (treatments.length != rows || outcomes.length != rows || propensities.length != rows) {
            throw new IllegalArgumentException("Expected as many treatments, outcomes and propensities as rows, found "
                    + treatments.length + ", " + outcomes.length + " and " + propensities.length + " of " + rows);
        }
        for (int row = 0; row < rows; row++) {
            if (treatments[row] < 0 || treatments[row] >= levels) {
                throw new IllegalArgumentException("Expected treatments from 0 to below " + levels + ", found "
                        + treatments[row] + " in row " + row);
            }
            if (!(propensities[row] > 0 && propensities[row] <= 1)) {
                throw new IllegalArgumentException(
                        "Expected propensities in (0, 1], found " + propensities[row] + " in row " + row);
            }
        }
    }

    public int rows() {
        return features.length;
    }

    public LoggedTreatments select(int[] rows) {
        return new LoggedTreatments(
                Arrays.stream(rows).mapToObj(row -> features[row]).toArray(double[][]::new),
                Arrays.stream(rows).map(row -> treatments[row]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> outcomes[row]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> propensities[row]).toArray(),
                levels);
    }

    LoggedTreatments given(int level) {
        return select(DoublyRobust.rows(treatments, given -> given == level));
    }
}
