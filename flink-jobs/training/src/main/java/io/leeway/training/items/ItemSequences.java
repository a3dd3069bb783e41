package io.leeway.training.items;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What shoppers turned to, each in order of time. Items have numbers from 1 in the order in which
 * they are first met; 0 is padding, and an item that is unknown.
 *
 * @param items the items by number − 1
 * @param sequences each shopper's items by number, oldest first; never changed
 */
public record ItemSequences(List<String> items, List<String> shoppers, List<int[]> sequences) {
    public ItemSequences {
        items = List.copyOf(items);
        shoppers = List.copyOf(shoppers);
        sequences = List.copyOf(sequences);
        if (shoppers.size() != sequences.size()) {
            throw new IllegalArgumentException(
                    "Expected a sequence for each of " + shoppers.size() + " shoppers, found " + sequences.size());
        }
    }

    public static ItemSequences of(Map<String, List<String>> byShopper) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<int[]> sequences = new ArrayList<>();
        byShopper
                .values()
                .forEach(names -> sequences.add(names.stream()
                        .mapToInt(name -> numbers.computeIfAbsent(name, added -> numbers.size() + 1))
                        .toArray()));
        return new ItemSequences(List.copyOf(numbers.keySet()), List.copyOf(byShopper.keySet()), sequences);
    }

    /** The same without each one's last items; what is shorter becomes empty. */
    public ItemSequences withoutLast(int count) {
        return new ItemSequences(
                items,
                shoppers,
                sequences.stream()
                        .map(sequence -> Arrays.copyOf(sequence, Math.max(0, sequence.length - count)))
                        .toList());
    }

    public long actions() {
        return sequences.stream().mapToLong(sequence -> sequence.length).sum();
    }

    /** How often each item number occurs; index 0 is unused. */
    public int[] counts() {
        int[] counts = new int[items.size() + 1];
        sequences.forEach(sequence -> {
            for (int item : sequence) {
                counts[item]++;
            }
        });
        return counts;
    }
}
