package io.leeway.training.dataset;

/**
 * What came after what in training, in three ways.
 *
 * @param last after the last action
 * @param recent after the recent actions, the further back the less
 * @param together with them, in either order and at any distance
 */
public record Successions(Transitions last, Transitions recent, Transitions together) {
    private static final int FOLLOWERS = 64;

    /** Counted over rows, whose next categories are in {@code next} as ids. */
    public static Successions of(TrainingRows rows, int[] next, int vocabulary) {
        int followers = Math.min(FOLLOWERS, vocabulary);
        return new Successions(
                Transitions.of(rows, next, vocabulary, followers, 0, false),
                Transitions.of(rows, next, vocabulary, followers, 0.85, false),
                Transitions.of(rows, next, vocabulary, followers, 0.97, true));
    }
}
