package io.leeway.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A way to predict which item comes next without a network. Items have numbers from 1; those of one
 * score, and those that the rule says nothing of, are in the order of their popularity.
 */
public record ItemRule(String name, Function<int[], Map<Integer, Double>> scores) {
    public static ItemRule popularity() {
        return new ItemRule("popularity", earlier -> Map.of());
    }

    /** What most often came right after the last item with others: a first-order Markov chain. */
    public static ItemRule markov(List<int[]> learned) {
        Map<Integer, Map<Integer, Double>> followers = new HashMap<>();
        for (int[] sequence : learned) {
            for (int at = 1; at < sequence.length; at++) {
                count(followers, sequence[at - 1], sequence[at], 1);
            }
        }
        return new ItemRule("markov", earlier -> ofLast(followers, earlier));
    }

    /** What most often came with the last item, before or after, with others. */
    public static ItemRule coVisitation(List<int[]> learned) {
        Map<Integer, Map<Integer, Double>> together = together(learned);
        return new ItemRule("co-visitation", earlier -> ofLast(together, earlier));
    }

    /**
     * What came with the items of the shopper with others, by the cosine of the items' shoppers
     * (item k-nearest-neighbours, Sarwar et al. 2001), an item further back counting nine tenths.
     */
    public static ItemRule nearestNeighbours(List<int[]> learned) {
        Map<Integer, Map<Integer, Double>> together = together(learned);
        Map<Integer, Integer> shoppers = new HashMap<>();
        learned.forEach(sequence -> {
            for (int item : sequence) {
                shoppers.merge(item, 1, Integer::sum);
            }
        });
        return new ItemRule("item-knn", earlier -> {
            Map<Integer, Double> scores = new HashMap<>();
            double weight = 1;
            for (int at = earlier.length - 1; at >= 0; at--) {
                double ofItem = weight / Math.sqrt(shoppers.getOrDefault(earlier[at], 1));
                together.getOrDefault(earlier[at], Map.of())
                        .forEach((item, times) -> scores.merge(
                                item, ofItem * times / Math.sqrt(shoppers.getOrDefault(item, 1)), Double::sum));
                weight *= 0.9;
            }
            return scores;
        });
    }

    private static Map<Integer, Map<Integer, Double>> together(List<int[]> learned) {
        Map<Integer, Map<Integer, Double>> together = new HashMap<>();
        for (int[] sequence : learned) {
            for (int i = 0; i < sequence.length; i++) {
                for (int j = 0; j < i; j++) {
                    if (sequence[i] != sequence[j]) {
                        count(together, sequence[i], sequence[j], 1);
                        count(together, sequence[j], sequence[i], 1);
                    }
                }
            }
        }
        return together;
    }

    private static Map<Integer, Double> ofLast(Map<Integer, Map<Integer, Double>> counts, int[] earlier) {
        return earlier.length == 0 ? Map.of() : counts.getOrDefault(earlier[earlier.length - 1], Map.of());
    }

    private static void count(Map<Integer, Map<Integer, Double>> counts, int of, int item, double times) {
        counts.computeIfAbsent(of, first -> new HashMap<>()).merge(item, times, Double::sum);
    }
}
