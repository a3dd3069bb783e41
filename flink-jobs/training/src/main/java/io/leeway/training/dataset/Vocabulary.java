package io.leeway.training.dataset;

import io.leeway.records.TrainingExample;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The categories a model knows by name: id 0 is padding, 1 any other, from 2 on these. */
public final class Vocabulary {
    public static final int PADDING = 0;

    /** Id of every category that is not known by name. */
    static final int OTHER = 1;

    /** Ids of no category by name. */
    public static final int RESERVED = 2;

    private static final int SEEN_AT_LEAST = 5;

    private final List<String> names;
    private final Map<String, Integer> ids = new HashMap<>();

    public Vocabulary(List<String> names) {
        this.names = List.copyOf(names);
        for (String name : names) {
            ids.put(name, ids.size() + RESERVED);
        }
    }

    /** The categories in most examples, at least 5; of equals, the smaller name. */
    public static Vocabulary of(List<TrainingExample> examples, int cap) {
        Map<String, Integer> seen = new HashMap<>();
        for (TrainingExample example : examples) {
            Set<String> categories = new HashSet<>(List.of(example.features().dictionary()));
            categories.addAll(List.of(example.nextCategories()));
            categories.forEach(category -> seen.merge(category, 1, Integer::sum));
        }
        return new Vocabulary(seen.entrySet().stream()
                .filter(entry -> entry.getValue() >= SEEN_AT_LEAST)
                .sorted(Comparator.comparingInt((Map.Entry<String, Integer> entry) -> -entry.getValue())
                        .thenComparing(Map.Entry::getKey))
                .limit(cap)
                .map(Map.Entry::getKey)
                .toList());
    }

    /** The names, by id − 2. */
    public List<String> names() {
        return names;
    }

    /** Ids there are, padding and others included. */
    public int size() {
        return names.size() + RESERVED;
    }

    /** The id of a category: 1 where it is not known by name. */
    public int id(String category) {
        return ids.getOrDefault(category, OTHER);
    }
}
