package io.leeway.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.evaluation.Comparison.Estimate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aucIsTheShareOfPairsInOrderWithTiesCountedHalf(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 20 + random.nextInt(60);
        double[] scores = new double[n];
        boolean[] positives = new boolean[n];
        int[] weights = new int[n];
        for (int i = 0; i < n; i++) {
            // Few distinct scores, so that ties are the rule.
            scores[i] = random.nextInt(9) / 4.0 - 1;
            positives[i] = i == 0 || (i != 1 && random.nextInt(3) == 0);
            weights[i] = i < 2 ? 1 : random.nextInt(3);
        }

        assertThat(Metrics.auc(scores, positives)).isCloseTo(byPairs(scores, positives, null), within(1e-12));
        assertThat(Metrics.auc(Metrics.byScore(scores), scores, positives, weights))
                .isCloseTo(byPairs(scores, positives, weights), within(1e-12));
    }

    private static double byPairs(double[] scores, boolean[] positives, int[] weights) {
        double won = 0;
        double pairs = 0;
        for (int p = 0; p < scores.length; p++) {
            for (int n = 0; n < scores.length; n++) {
                if (positives[p] && !positives[n]) {
                    double weight = weights == null ? 1 : (double) weights[p] * weights[n];
                    pairs += weight;
                    won += weight * (scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0);
                }
            }
        }
        return won / pairs;
    }

    @Test
    void aucWithoutBothOutcomesIsNotANumber() {
        assertThat(Metrics.auc(new double[] {1, 2}, new boolean[] {true, true})).isNaN();
    }

    @Test
    void logLossIsTheMeanSurprise() {
        assertThat(Metrics.logLoss(new double[] {0.8, 0.4}, new boolean[] {true, false}))
                .isCloseTo(-(Math.log(0.8) + Math.log(0.6)) / 2, within(1e-12));
        assertThat(Metrics.logLoss(new double[] {0}, new boolean[] {true})).isCloseTo(-Math.log(1e-7), within(1e-9));
    }

    @Test
    void hitRateAndGainOfRanks() {
        int[] ranks = {0, 9, 10, Integer.MAX_VALUE};
        assertThat(Metrics.hitRate(ranks, 10)).isEqualTo(0.5);
        assertThat(Metrics.ndcg(ranks, 10)).isCloseTo((1 + Math.log(2) / Math.log(11)) / 4, within(1e-12));
        assertThat(Metrics.ndcg(new int[] {2}, 3)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void distanceOfDistributionsLiesBetweenNothingAndOne() {
        float[] p = {0.5f, 0.5f, 0, 0};
        float[] q = {0, 0, 0.25f, 0.75f};
        float[] r = {0.25f, 0.25f, 0.25f, 0.25f};
        assertThat(Metrics.jensenShannonDistance(p, p)).isZero();
        assertThat(Metrics.jensenShannonDistance(p, q)).isCloseTo(1, within(1e-9));
        // H(0.375, 0.375, 0.125, 0.125) − (1 + 2) / 2 bits.
        double divergence = -(0.75 * Math.log(0.375) + 0.25 * Math.log(0.125)) / Math.log(2) - 1.5;
        assertThat(Metrics.jensenShannonDistance(p, r)).isCloseTo(Math.sqrt(divergence), within(1e-9));
        assertThat(Metrics.jensenShannonDistance(r, p)).isEqualTo(Metrics.jensenShannonDistance(p, r));
    }

    @Test
    void intervalHoldsTheFigureAndWidensWhereRowsOfAShopperAreAlike() {
        int rows = 2000;
        List<String> alone = IntStream.range(0, rows).mapToObj(row -> "u" + row).toList();
        List<String> inTwenties =
                IntStream.range(0, rows).mapToObj(row -> "u" + row / 20).toList();
        SplittableRandom random = new SplittableRandom(5);
        boolean[] shopper = new boolean[rows / 20];
        for (int i = 0; i < shopper.length; i++) {
            shopper[i] = random.nextBoolean();
        }
        Estimate narrow = Estimate.of(alone, 1, weights -> share(weights, shopper));
        Estimate wide = Estimate.of(inTwenties, 1, weights -> share(weights, shopper));

        double figure = share(IntStream.range(0, rows).map(row -> 1).toArray(), shopper);
        assertThat(figure).isBetween(narrow.low(), narrow.high()).isBetween(wide.low(), wide.high());
        assertThat(wide.high() - wide.low()).isGreaterThan(2.5 * (narrow.high() - narrow.low()));
        assertThat(Estimate.of(alone, 1, weights -> share(weights, shopper))).isEqualTo(narrow);
    }

    private static double share(int[] weights, boolean[] shopper) {
        double yes = 0;
        double all = 0;
        for (int row = 0; row < weights.length; row++) {
            yes += shopper[row / 20] ? weights[row] : 0;
            all += weights[row];
        }
        return yes / all;
    }

    @Test
    void scoresThatAreNoNumbersAreRefused() {
        assertThatThrownBy(() -> Metrics.auc(new double[] {0.1, Double.NaN}, new boolean[] {true, false}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }
}
