package io.leeway.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.evaluation.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinnedScoresTest {

    private record Row(double predicted, boolean cameTrue) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void figuresAreThoseOfTheRowsWithinTheErrorThatIsSaid(long seed) {
        List<Row> rows = rows(seed, 5_000, 0.02 * seed);
        BinnedScores scores = new BinnedScores();
        rows.forEach(row -> scores.add(row.predicted(), row.cameTrue()));

        double exact = Metrics.auc(rows.stream().mapToDouble(Row::predicted).toArray(), positives(rows));
        assertThat(scores.auc()).isCloseTo(exact, within(scores.aucError()));
        assertThat(scores.aucError()).isLessThan(0.01);
        assertThat(scores.logLoss())
                .isCloseTo(
                        rows.stream()
                                .mapToDouble(row -> -Math.log(row.cameTrue() ? row.predicted() : 1 - row.predicted()))
                                .average()
                                .orElseThrow(),
                        within(1e-6));
        assertThat(scores.rows()).isEqualTo(rows.size());
        assertThat(scores.observed())
                .isEqualTo(rows.stream().filter(Row::cameTrue).count() / (double) rows.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neitherOrderNorPartsMakeADifference(long seed) {
        List<Row> rows = rows(seed, 2_000, 0.1);
        BinnedScores whole = new BinnedScores();
        rows.forEach(row -> whole.add(row.predicted(), row.cameTrue()));
        Collections.shuffle(rows, new Random(seed));
        BinnedScores first = new BinnedScores();
        BinnedScores second = new BinnedScores();
        rows.subList(0, 700).forEach(row -> first.add(row.predicted(), row.cameTrue()));
        rows.subList(700, rows.size()).forEach(row -> second.add(row.predicted(), row.cameTrue()));
        double[] sums = first.cells().clone();
        Arrays.setAll(sums, i -> sums[i] + second.cells()[i]);

        assertThat(sums).isEqualTo(whole.cells());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsCalibratedHasASmallErrorAndWhatIsNotALargeOne(long seed) {
        BinnedScores calibrated = new BinnedScores();
        BinnedScores doubled = new BinnedScores();
        for (Row row : rows(seed, 20_000, 0.1)) {
            calibrated.add(row.predicted(), row.cameTrue());
            doubled.add(Math.min(1, 2 * row.predicted()), row.cameTrue());
        }

        assertThat(calibrated.calibrationError()).isLessThan(0.01);
        assertThat(doubled.calibrationError()).isCloseTo(calibrated.meanPredicted(), within(0.02));
        assertThat(calibrated.stabilityIndex(calibrated)).isNegative();
        assertThat(doubled.stabilityIndex(calibrated)).isGreaterThan(0.2);
    }

    /** Rows whose outcomes come with the probability that is predicted. */
    private static List<Row> rows(long seed, int count, double rate) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double logOdds = Math.log(rate / (1 - rate)) + random.nextGaussian();
            double probability = 1 / (1 + Math.exp(-logOdds));
            rows.add(new Row(probability, random.nextDouble() < probability));
        }
        return rows;
    }

    private static boolean[] positives(List<Row> rows) {
        boolean[] positives = new boolean[rows.size()];
        for (int i = 0; i < positives.length; i++) {
            positives[i] = rows.get(i).cameTrue();
        }
        return positives;
    }
}
