package io.leeway.evaluation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Categories by how often they came next while learning; of equals, the smaller name first. */
public final class CategoryPopularity {
    private final List<String> order;
    private final Map<String, Integer> places = new HashMap<>();

    private CategoryPopularity(List<String> order) {
        this.order = List.copyOf(order);
        for (String category : order) {
            places.put(category, places.size());
        }
    }

    public static CategoryPopularity of(List<NextCategory> learned) {
        Map<String, Integer> counts = new HashMap<>();
        learned.forEach(one -> counts.merge(one.next(), 1, Integer::sum));
        return new CategoryPopularity(counts.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Integer> entry) -> -entry.getValue())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList());
    }

    public List<String> order() {
        return order;
    }

    /** The place of a category, 0 for the most popular; behind all for one that never came. */
    int place(String category) {
        return places.getOrDefault(category, order.size());
    }
}
