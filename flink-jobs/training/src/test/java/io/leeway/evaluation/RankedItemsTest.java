package io.leeway.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankedItemsTest {

    private static final int ITEMS = 9;

    private static List<int[]> sequences(SplittableRandom random, int count) {
        List<int[]> sequences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sequences.add(random.ints(1 + random.nextInt(6), 1, ITEMS + 1).toArray());
        }
        return sequences;
    }

    private static int[] counts(List<int[]> sequences) {
        int[] counts = new int[ITEMS + 1];
        sequences.forEach(sequence -> {
            for (int item : sequence) {
                counts[item]++;
            }
        });
        return counts;
    }

    /**
     * The definition: how many others come before or beside the wanted one, by score, then by
     * popularity.
     */
    private static int slowly(Map<Integer, Double> said, int[] counts, int next, int[] without) {
        return (int) IntStream.rangeClosed(1, ITEMS)
                .filter(item -> item != next)
                .filter(item -> Arrays.stream(without).noneMatch(left -> left == item))
                .filter(item -> {
                    double his = said.getOrDefault(item, 0.0);
                    double own = said.getOrDefault(next, 0.0);
                    return his > own || (his == own && counts[item] >= counts[next]);
                })
                .count();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void ranksAsTheDefinitionSays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<int[]> learned = sequences(random, 30);
        int[] counts = counts(learned);
        List<int[]> earlier = sequences(random, 50);
        int[] next = random.ints(50, 1, ITEMS + 1).toArray();
        for (ItemRule rule : List.of(
                ItemRule.popularity(),
                ItemRule.markov(learned),
                ItemRule.coVisitation(learned),
                ItemRule.nearestNeighbours(learned))) {
            RankedItems ranked = RankedItems.by(rule, counts, earlier, next);
            for (int row = 0; row < next.length; row++) {
                Map<Integer, Double> said = rule.scores().apply(earlier.get(row));
                assertThat(ranked.ranks()[row]).as(rule.name()).isEqualTo(slowly(said, counts, next[row], new int[0]));
                assertThat(ranked.ranksAmongOthers()[row])
                        .as(rule.name())
                        .isEqualTo(slowly(said, counts, next[row], earlier.get(row)));
            }
        }
    }

    @Test
    void rulesCountWhatTheySay() {
        List<int[]> learned = List.of(new int[] {1, 2, 3}, new int[] {1, 2}, new int[] {2, 1}, new int[] {3, 1, 1});
        assertThat(ItemRule.markov(learned).scores().apply(new int[] {3, 1})).isEqualTo(Map.of(2, 2.0, 1, 1.0));
        assertThat(ItemRule.coVisitation(learned).scores().apply(new int[] {2, 1}))
                .isEqualTo(Map.of(2, 3.0, 3, 3.0));
        // 1 was taken five times, 2 three times, 3 twice.
        Map<Integer, Double> near =
                new HashMap<>(ItemRule.nearestNeighbours(learned).scores().apply(new int[] {1, 3}));
        assertThat(near.get(2)).isCloseTo(1 / Math.sqrt(2 * 3) + 0.9 * 3 / Math.sqrt(5 * 3), within(1e-12));
        assertThat(ItemRule.markov(learned).scores().apply(new int[0])).isEmpty();
    }

    @Test
    void aModelThatSaysTheSameOfAllIsLast() {
        RankedItems ranked = RankedItems.of(1);
        ranked.rank(0, new float[ITEMS], 0, ITEMS, new int[] {1, 2, 2}, 5);
        assertThat(ranked.ranks()).containsExactly(ITEMS - 1);
        assertThat(ranked.ranksAmongOthers()).containsExactly(ITEMS - 3);
    }

    @Test
    void figuresAreMeansOverRows() {
        RankedItems ranked = new RankedItems(new int[] {0, 9, 10, 30}, new int[] {0, 5, 10, 30});
        int[] ones = {1, 1, 1, 1};
        Map<String, Double> figures = new HashMap<>();
        ranked.contestant("model")
                .figures()
                .forEach((figure, of) -> figures.put(figure.name(), of.applyAsDouble(ones)));
        assertThat(figures.get("recall@10")).isEqualTo(0.5);
        assertThat(figures.get("recall@5")).isEqualTo(0.25);
        assertThat(figures.get("recall@20")).isEqualTo(0.75);
        assertThat(figures.get("ndcg@10")).isCloseTo((1 + Math.log(2) / Math.log(11)) / 4, within(1e-12));
        assertThat(ranked.recalls().get(9)[1]).isEqualTo(0.5);
    }
}
