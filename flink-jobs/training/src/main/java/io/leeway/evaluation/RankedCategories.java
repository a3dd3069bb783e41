package io.leeway.evaluation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Where a contestant ranked the category that came, among all, and which ones it put first.
 *
 * @param ranks of the category that came, 0 for the first; {@link Integer#MAX_VALUE} where it was
 *     not ranked at all
 * @param firsts the first ten of each row, best first
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record RankedCategories(int[] ranks, List<List<String>> firsts, int categories) {
    public static final int FIRSTS = 10;

    private static final int DEEPEST = 50;

    public RankedCategories {
        if (ranks.length != firsts.size()) {
            throw new IllegalArgumentException(
                    "Expected as many ranks as rows, found " + ranks.length + " and " + firsts.size());
        }
    }

    /** A rule's. Only the first ten are sorted: a popular category has a thousand followers. */
    public static RankedCategories by(CategoryRule rule, CategoryPopularity popularity, List<NextCategory> asked) {
        int[] ranks = new int[asked.size()];
        List<List<String>> firsts = new ArrayList<>();
        for (int row = 0; row < ranks.length; row++) {
            Map<String, Double> scores = rule.scores().apply(asked.get(row).earlier());
            Comparator<String> order = Comparator.comparingDouble(
                            (String category) -> -scores.getOrDefault(category, 0.0))
                    .thenComparingInt(popularity::place)
                    .thenComparing(Comparator.naturalOrder());
            ranks[row] = rank(asked.get(row).next(), scores, order, popularity);
            firsts.add(firsts(scores, order, popularity));
        }
        return new RankedCategories(ranks, firsts, popularity.order().size());
    }

    private static int rank(
            String next, Map<String, Double> scores, Comparator<String> order, CategoryPopularity popularity) {
        int ahead = 0;
        if (scores.containsKey(next)) {
            for (String category : scores.keySet()) {
                ahead += order.compare(category, next) < 0 ? 1 : 0;
            }
            return ahead;
        }
        int place = popularity.place(next);
        if (place == popularity.order().size()) {
            return Integer.MAX_VALUE;
        }
        for (String category : scores.keySet()) {
            ahead += popularity.place(category) < place ? 0 : 1;
        }
        return ahead + place;
    }

    private static List<String> firsts(
            Map<String, Double> scores, Comparator<String> order, CategoryPopularity popularity) {
        List<String> firsts = new ArrayList<>();
        for (String category : scores.keySet()) {
            if (firsts.size() < FIRSTS || order.compare(category, firsts.get(FIRSTS - 1)) < 0) {
                int at = firsts.size();
                while (at > 0 && order.compare(category, firsts.get(at - 1)) < 0) {
                    at--;
                }
                firsts.add(at, category);
                if (firsts.size() > FIRSTS) {
                    firsts.remove(FIRSTS);
                }
            }
        }
        for (int at = 0; firsts.size() < FIRSTS && at < popularity.order().size(); at++) {
            String category = popularity.order().get(at);
            if (!firsts.contains(category)) {
                firsts.add(category);
            }
        }
        return firsts;
    }

    /** As a contestant, with {@code coverage@10}: the share of categories shown to any shopper. */
    public Contestant contestant(String name) {
        return new Contestant(name)
                .gain("hr@1", Contestant.mean(ranks, rank -> rank < 1 ? 1 : 0))
                .gain("hr@10", Contestant.mean(ranks, rank -> rank < FIRSTS ? 1 : 0))
                .gain("ndcg@10", Contestant.mean(ranks, rank -> RankedItems.gain(rank, FIRSTS)))
                .gain("mrr", Contestant.mean(ranks, rank -> rank == Integer.MAX_VALUE ? 0 : 1 / (rank + 1.0)))
                .gain("coverage@10", coverage());
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

    public List<double[]> hitRates() {
        return Metrics.hitRates(ranks, DEEPEST);
    }
}
