package io.leeway.decisions.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.records.Candidate;
import io.leeway.records.RankedSlate;
import io.leeway.records.Slate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RerankingTest {
    private static final RecommendationOptions OPTIONS =
            RecommendationOptions.DEFAULTS.withTradeOff(1).withExploration(0);

    private static RankedSlate slate(String id, Random random, int candidates, int categories) {
        Candidate[] all = new Candidate[candidates];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Candidate(
                    "i" + i,
                    "shop/c" + random.nextInt(categories),
                    "popular",
                    "",
                    0.01 + random.nextDouble(),
                    random.nextDouble());
        }
        return RankedSlate.unranked(new Slate(id, "u", 0, "", new String[0], all, false));
    }

    private static List<String> slowly(RankedSlate ranked, RecommendationOptions options) {
        List<Candidate> byWeight = new ArrayList<>(List.of(ranked.slate().candidates()));
        byWeight.sort(Comparator.comparingDouble(Candidate::weight).reversed());
        Map<String, Integer> of = new HashMap<>();
        List<String> list = new ArrayList<>();
        for (Candidate candidate : byWeight) {
            if (list.size() < options.items()
                    && of.merge(candidate.category(), 1, Integer::sum) <= options.perCategory()) {
                list.add(candidate.item());
            }
        }
        return list;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void withoutDiversityAndChanceItIsTheOrderOfRelevanceWithFullCategoriesLeftOut(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            RankedSlate ranked = slate("list" + round, random, random.nextInt(80), 1 + random.nextInt(5));
            assertThat(Arrays.stream(new Reranking(OPTIONS).list(ranked))
                            .map(place -> place.candidate().item()))
                    .containsExactlyElementsOf(slowly(ranked, OPTIONS));
        }
    }

    @Test
    void propensitiesAreHowOftenItemsComeToTheirPlaces() {
        Reranking reranking = new Reranking(OPTIONS.withTradeOff(0.7).withExploration(0.3));
        Random random = new Random(5);
        Candidate[] candidates = slate("", random, 12, 3).slate().candidates();
        int lists = 40_000;
        Map<String, Double> first = new HashMap<>();
        Map<String, Double> weighted = new HashMap<>();
        double secondWeights = 0;
        for (int i = 0; i < lists; i++) {
            Reranking.Place[] list = reranking.list(
                    RankedSlate.unranked(new Slate("list-" + i, "u", 0, "", new String[0], candidates, false)));
            first.merge(list[0].candidate().item(), 1.0 / lists, Double::sum);
            weighted.merge(list[0].candidate().item(), 1 / list[0].propensity() / lists, Double::sum);
            secondWeights += 1 / list[1].propensity() / lists;
            assertThat(Arrays.stream(list)
                            .map(place -> place.candidate().item())
                            .distinct())
                    .hasSize(list.length);
        }
        // What is weighed by the inverse propensity counts each item once.
        assertThat(weighted).hasSize(12);
        weighted.values().forEach(weight -> assertThat(weight).isCloseTo(1, within(0.15)));
        // On the second place eleven are left, whatever is on the first.
        assertThat(secondWeights).isCloseTo(11, within(0.4));
        assertThat(first.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0))
                .isCloseTo(0.7 + 0.3 / 12, within(0.01));
    }

    @Test
    void theSameListIsTheSameEveryTimeAndOthersAreExploredElsewhere() {
        Reranking reranking = new Reranking(OPTIONS.withExploration(0.5));
        Candidate[] candidates = slate("", new Random(6), 40, 8).slate().candidates();
        List<List<String>> lists = new ArrayList<>();
        for (String id : List.of("a", "a", "b")) {
            lists.add(Arrays.stream(reranking.list(
                            RankedSlate.unranked(new Slate(id, "u", 0, "", new String[0], candidates, false))))
                    .map(place -> place.candidate().item())
                    .toList());
        }
        assertThat(lists.get(1)).isEqualTo(lists.get(0));
        assertThat(lists.get(2)).isNotEqualTo(lists.get(0));
    }

    @Test
    void whatTheModelDoesNotKnowIsAsGoodAsTheMeanOfItsCategory() {
        Candidate[] candidates = {
            new Candidate("a", "shop/x", "popular", "", 1, 0.5),
            new Candidate("b", "shop/x", "popular", "", 1, 0.5),
            new Candidate("new", "shop/x", "new", "", 1, 0.5),
            new Candidate("c", "shop/y", "popular", "", 1, 0.25)
        };
        RankedSlate ranked = new RankedSlate(
                new Slate("l", "u", 0, "", new String[0], candidates, false),
                "items",
                1,
                new float[] {3, 1, Float.NaN, 2},
                0,
                new float[0]);
        double half = Math.log(0.5);
        assertThat(new Reranking(OPTIONS).relevance(ranked))
                .containsExactly(new double[] {3 + half, 1 + half, 2 + half, 2 + 2 * half}, within(1e-9));
    }
}
