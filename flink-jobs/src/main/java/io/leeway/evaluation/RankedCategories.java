package io.leeway.evaluation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Where a contestant ranked the category that came, among all, and which ones it put first.
 *
 * @param ranks of the category that came, 0 for the first; {@link Integer#MAX_VALUE} where it was not ranked at all
 * @param firsts the first ten of each row, best first
 * @param categories how many there are to choose from
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record RankedCategories(int[] ranks, List<List<String>> firsts, int categories) {

    /** How many are put first. */
    public static final int FIRSTS = 10;

    private static final int DEEPEST = 50;

    public RankedCategories {
        firsts = List.copyOf(firsts);
        if (ranks.length != firsts.size()) {
            throw new IllegalArgumentException(
                    "Expected as many ranks as rows, found " + ranks.length + " and " + firsts.size());
        }
    }

    /** A rule's. */
    public static RankedCategories by(CategoryRule rule, CategoryPopularity popularity, List<NextCategory> asked) {
        int[] ranks = new int[asked.size()];
        List<List<String>> firsts = new ArrayList<>();
        for (int row = 0; row < ranks.length; row++) {
            Map<String, Double> scores = rule.scores(asked.get(row).earlier());
            List<String> scored = scores.keySet().stream()
                    .sorted(Comparator.comparingDouble((String category) -> -scores.getOrDefault(category, 0.0))
                            .thenComparingInt(popularity::place)
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
            ranks[row] = rank(asked.get(row).next(), scored, popularity);
            firsts.add(firsts(scored, popularity));
        }
        return new RankedCategories(ranks, firsts, popularity.order().size());
    }

    private static int rank(String next, List<String> scored, CategoryPopularity popularity) {
        int at = scored.indexOf(next);
        if (at >= 0) {
            return at;
        }
        int place = popularity.place(next);
        if (place == popularity.order().size()) {
            return Integer.MAX_VALUE;
        }
        long before = scored.stream()
                .filter(category -> popularity.place(category) < place)
                .count();
        return scored.size() + place - (int) before;
    }

    private static List<String> firsts(List<String> scored, CategoryPopularity popularity) {
        List<String> firsts = new ArrayList<>(scored.subList(0, Math.min(FIRSTS, scored.size())));
        for (int at = 0; firsts.size() < FIRSTS && at < popularity.order().size(); at++) {
            String category = popularity.order().get(at);
            if (!firsts.contains(category)) {
                firsts.add(category);
            }
        }
        return firsts;
    }

    /** This as a contestant: {@code hr@1}, {@code hr@10}, {@code ndcg@10}, {@code mrr} and {@code coverage@10}, the share of all categories that somebody got among the first ten. */
    public Contestant contestant(String name) {
        Map<Figure, ToDoubleFunction<int[]>> figures = new LinkedHashMap<>();
        figures.put(Figure.gain("hr@1"), Contestant.mean(each(rank -> rank < 1 ? 1 : 0)));
        figures.put(Figure.gain("hr@10"), Contestant.mean(each(rank -> rank < FIRSTS ? 1 : 0)));
        figures.put(
                Figure.gain("ndcg@10"),
                Contestant.mean(each(rank -> rank < FIRSTS ? Math.log(2) / Math.log(rank + 2.0) : 0)));
        figures.put(
                Figure.gain("mrr"), Contestant.mean(each(rank -> rank == Integer.MAX_VALUE ? 0 : 1 / (rank + 1.0))));
        figures.put(Figure.gain("coverage@10"), coverage());
        return new Contestant(name, figures);
    }

    private interface ByRank {
        double of(int rank);
    }

    private double[] each(ByRank figure) {
        double[] values = new double[ranks.length];
        for (int row = 0; row < values.length; row++) {
            values[row] = figure.of(ranks[row]);
        }
        return values;
    }

    private ToDoubleFunction<int[]> coverage() {
        Map<String, Integer> numbers = new HashMap<>();
        int[][] shown = firsts.stream()
                .map(first -> first.stream()
                        .mapToInt(category -> numbers.computeIfAbsent(category, name -> numbers.size()))
                        .toArray())
                .toArray(int[][]::new);
        return weights -> {
            BitSet seen = new BitSet(numbers.size());
            for (int row = 0; row < weights.length; row++) {
                if (weights[row] > 0) {
                    for (int number : shown[row]) {
                        seen.set(number);
                    }
                }
            }
            return seen.cardinality() / (double) categories;
        };
    }

    /** The hit rate among the first k, for k from 1 to 50. */
    public List<double[]> hitRates() {
        List<double[]> line = new ArrayList<>();
        for (int k = 1; k <= DEEPEST; k++) {
            line.add(new double[] {k, Metrics.hitRate(ranks, k)});
        }
        return line;
    }
}
