package io.leeway.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which categories followed which while learning: a first-order Markov chain. */
public final class CategoryFollowers {
    private final Map<String, Map<String, Double>> shares = new HashMap<>();

    private CategoryFollowers() {}

    /** Counts what came next after the last category of each. */
    public static CategoryFollowers of(List<NextCategory> learned) {
        CategoryFollowers followers = new CategoryFollowers();
        for (NextCategory one : learned) {
            followers
                    .shares
                    .computeIfAbsent(one.last(), last -> new HashMap<>())
                    .merge(one.next(), 1.0, Double::sum);
        }
        followers.shares.values().forEach(next -> {
            double sum = next.values().stream().mapToDouble(Double::doubleValue).sum();
            next.replaceAll((category, count) -> count / sum);
        });
        return followers;
    }

    /** Shares of what followed the last of these. */
    Map<String, Double> after(List<String> earlier) {
        return earlier.isEmpty() ? Map.of() : shares.getOrDefault(earlier.get(earlier.size() - 1), Map.of());
    }
}
