package io.leeway.decisions.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaximalMarginalRelevanceTest {

    /**
     * The definition, word for word: every choice looks at every candidate and every one chosen.
     */
    private static List<Integer> slowly(
            double[] relevance, double[] novelty, double[][] similarity, double tradeOff, int count) {
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < Math.min(count, relevance.length)) {
            int best = -1;
            double most = 0;
            for (int i = 0; i < relevance.length; i++) {
                int candidate = i;
                if (chosen.contains(i)) {
                    continue;
                }
                double nearest = chosen.stream()
                        .mapToDouble(other -> similarity[candidate][other])
                        .max()
                        .orElse(0);
                double marginal = tradeOff * relevance[i] - (1 - tradeOff) * (nearest - novelty[i]);
                if (best < 0 || marginal > most) {
                    best = i;
                    most = marginal;
                }
            }
            chosen.add(best);
        }
        return chosen;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void choosesAsTheDefinitionSays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            int candidates = random.nextInt(12);
            // Coarse numbers, so that there are ties; negative similarities, as cosines are.
            double[] relevance =
                    random.doubles(candidates).map(x -> Math.floor(x * 8) / 8).toArray();
            double[] novelty =
                    random.doubles(candidates).map(x -> Math.floor(x * 8) / 8).toArray();
            double[][] similarity = new double[candidates][candidates];
            for (int i = 0; i < candidates; i++) {
                for (int j = 0; j <= i; j++) {
                    similarity[i][j] = i == j ? 1 : random.nextInt(-8, 9) / 8.0;
                    similarity[j][i] = similarity[i][j];
                }
            }
            double tradeOff = random.nextInt(5) / 4.0;
            int count = random.nextInt(14);
            assertThat(new MaximalMarginalRelevance(tradeOff)
                            .order(relevance, novelty, (a, b) -> similarity[a][b], count))
                    .containsExactly(slowly(relevance, novelty, similarity, tradeOff, count).stream()
                            .mapToInt(Integer::intValue)
                            .toArray());
        }
    }

    @Test
    void oneIsTheOrderOfRelevance() {
        double[] relevance = {0.2, 0.9, 0.9, 0.5};
        assertThat(new MaximalMarginalRelevance(1).order(relevance, (a, b) -> 1, 4))
                .containsExactly(1, 2, 3, 0);
    }

    @Test
    void aTwinIsPutBehindWhatIsOther() {
        // 1 is 0's twin and hardly less relevant; 2 is like neither.
        double[] relevance = {1, 0.95, 0.6};
        MaximalMarginalRelevance.Similarity twins = (a, b) -> a + b == 1 ? 1 : 0;
        assertThat(new MaximalMarginalRelevance(0.9).order(relevance, twins, 3)).containsExactly(0, 1, 2);
        assertThat(new MaximalMarginalRelevance(0.5).order(relevance, twins, 3)).containsExactly(0, 2, 1);
    }

    @Test
    void diversityNeverComesFromFewerCandidates() {
        int[] order = new MaximalMarginalRelevance(0.3)
                .order(IntStream.range(0, 30).mapToDouble(i -> i).toArray(), (a, b) -> 1.0 / (1 + Math.abs(a - b)), 10);
        assertThat(Arrays.stream(order).distinct().count()).isEqualTo(10);
    }

    @Test
    void rescalesToTheUnitRange() {
        assertThat(MaximalMarginalRelevance.rescaled(new double[] {-3, 1, 0}))
                .containsExactly(new double[] {0, 1, 0.75}, within(1e-12));
        assertThat(MaximalMarginalRelevance.rescaled(new double[] {4, 4})).containsExactly(1, 1);
        assertThat(MaximalMarginalRelevance.rescaled(new double[0])).isEmpty();
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatThrownBy(() -> new MaximalMarginalRelevance(1.5)).hasMessageContaining("0 to 1, found 1.5");
        assertThatThrownBy(() -> new MaximalMarginalRelevance(Double.NaN)).hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> new MaximalMarginalRelevance(0.5).order(new double[] {Double.NaN}, (a, b) -> 0, 1))
                .hasMessageContaining("finite, found NaN");
    }
}
