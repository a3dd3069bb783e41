package io.leeway.scoring;

import java.util.Arrays;

/** The few largest of many numbers with their indexes, by falling number, of equals the smaller index first; in one pass. Not thread-safe. */
final class Largest {
    private final int[] indexes;
    private final double[] numbers;
    private int size;

    Largest(int most) {
        indexes = new int[most];
        numbers = new double[most];
    }

    /** Offers a number; indexes come in rising order. */
    void offer(int index, double number) {
        if (size == indexes.length && number <= numbers[size - 1]) {
            return;
        }
        int at = size == indexes.length ? size - 1 : size++;
        while (at > 0 && numbers[at - 1] < number) {
            numbers[at] = numbers[at - 1];
            indexes[at] = indexes[at - 1];
            at--;
        }
        numbers[at] = number;
        indexes[at] = index;
    }

    int[] indexes() {
        return Arrays.copyOf(indexes, size);
    }
}
