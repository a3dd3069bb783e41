package io.leeway.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Draws shoppers with replacement, and gives how often that takes each row. */
public final class Resampling {
    private Resampling() {}

    /** Puts an array in random order (Fisher and Yates). */
    public static int[] shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = values[i];
            values[i] = values[other];
            values[other] = kept;
        }
        return values;
    }

    /**
     * Draws, always alike for the same seed.
     *
     * @param weights takes how often each row is drawn; the array is used again for the next draw
     */
    static void of(List<String> users, long seed, int draws, Consumer<int[]> weights) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] user = new int[users.size()];
        for (int row = 0; row < user.length; row++) {
            user[row] = numbers.computeIfAbsent(users.get(row), name -> numbers.size());
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] drawn = new int[numbers.size()];
        int[] taken = new int[user.length];
        for (int i = 0; i < draws; i++) {
            Arrays.fill(drawn, 0);
            for (int k = 0; k < drawn.length; k++) {
                drawn[random.nextInt(drawn.length)]++;
            }
            for (int row = 0; row < taken.length; row++) {
                taken[row] = drawn[user[row]];
            }
            weights.accept(taken);
        }
    }
}
