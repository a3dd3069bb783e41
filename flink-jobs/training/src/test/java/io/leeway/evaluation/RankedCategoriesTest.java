package io.leeway.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankedCategoriesTest {

    private static final List<NextCategory> LEARNED = List.of(
            new NextCategory("a", List.of("shoes"), "socks"),
            new NextCategory("b", List.of("hats", "shoes"), "socks"),
            new NextCategory("c", List.of("shoes"), "laces"),
            new NextCategory("d", List.of("hats"), "hats"));

    @Test
    void rulesByHand() {
        List<String> earlier = List.of("hats", "hats", "shoes");
        assertThat(CategoryRule.mostRecent().scores().apply(earlier)).isEqualTo(Map.of("shoes", 1.0, "hats", 0.5));
        assertThat(CategoryRule.markov(LEARNED).scores().apply(earlier))
                .isEqualTo(Map.of("socks", 2 / 3.0, "laces", 1 / 3.0));
        Map<String, Double> decayed = CategoryRule.decayedFrequency().scores().apply(earlier);
        assertThat(decayed.get("shoes")).isCloseTo(1 / 2.71, within(1e-12));
        assertThat(decayed.get("hats")).isCloseTo(1.71 / 2.71, within(1e-12));
        assertThat(CategoryRule.decayedFrequencyAndMarkov(LEARNED)
                        .scores()
                        .apply(earlier)
                        .get("socks"))
                .isCloseTo(1 / 3.0, within(1e-12));
        assertThat(CategoryPopularity.of(LEARNED).order()).containsExactly("socks", "hats", "laces");
    }

    @Test
    void figuresByHand() {
        RankedCategories ranked = new RankedCategories(
                new int[] {0, 3, 12, Integer.MAX_VALUE},
                List.of(List.of("a", "b"), List.of("a"), List.of("b"), List.of("c")),
                6);
        assertThat(figures(ranked, 1, 1, 1, 1))
                .containsEntry("hr@1", 0.25)
                .containsEntry("hr@10", 0.5)
                .containsEntry("ndcg@10", (1 + Math.log(2) / Math.log(5)) / 4)
                .containsEntry("mrr", (1 + 1 / 4.0 + 1 / 13.0) / 4)
                .containsEntry("coverage@10", 0.5);
        assertThat(figures(ranked, 0, 2, 0, 2)).containsEntry("hr@10", 0.5).containsEntry("coverage@10", 2 / 6.0);
    }

    /**
     * Against the plain way: score every category there is, sort them all, look where the wanted
     * one is.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void ranksAsAWholeSortDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<NextCategory> learned = random(random, 200);
        List<NextCategory> asked = random(random, 100);
        CategoryPopularity popularity = CategoryPopularity.of(learned);
        for (CategoryRule rule : List.of(
                CategoryRule.popularity(),
                CategoryRule.mostRecent(),
                CategoryRule.markov(learned),
                CategoryRule.shortMemoryAndMarkov(learned))) {
            RankedCategories ranked = RankedCategories.by(rule, popularity, asked);
            for (int row = 0; row < asked.size(); row++) {
                NextCategory one = asked.get(row);
                Map<String, Double> scores = rule.scores().apply(one.earlier());
                List<String> all = new ArrayList<>(popularity.order());
                scores.keySet().stream()
                        .filter(category -> !all.contains(category))
                        .forEach(all::add);
                all.sort(Comparator.comparingDouble((String category) -> -scores.getOrDefault(category, 0.0))
                        .thenComparingInt(popularity::place)
                        .thenComparing(Comparator.naturalOrder()));
                int place = all.indexOf(one.next());
                assertThat(ranked.ranks()[row]).isEqualTo(place < 0 ? Integer.MAX_VALUE : place);
                assertThat(ranked.firsts().get(row)).isEqualTo(all.subList(0, Math.min(10, all.size())));
            }
        }
    }

    private static List<NextCategory> random(SplittableRandom random, int rows) {
        List<NextCategory> all = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            List<String> earlier = new ArrayList<>();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                earlier.add("c" + random.nextInt(30));
            }
            int next = random.nextInt(30);
            all.add(new NextCategory("u" + row, earlier, "c" + next * next / 30));
        }
        return all;
    }

    private static Map<String, Double> figures(RankedCategories ranked, int... weights) {
        Map<String, Double> figures = new LinkedHashMap<>();
        ranked.contestant("x").figures().forEach((figure, of) -> figures.put(figure.name(), of.applyAsDouble(weights)));
        return figures;
    }
}
