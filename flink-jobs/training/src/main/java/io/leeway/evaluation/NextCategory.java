package io.leeway.evaluation;

import java.util.List;

/**
 * A shopper at some instant, and the category that they turned to next.
 *
 * @param earlier the categories of their recent actions, oldest first, as often as they came
 */
public record NextCategory(String user, List<String> earlier, String next) {
    /** The latest of the earlier ones; empty where there is none. */
    String last() {
        return earlier.isEmpty() ? "" : earlier.get(earlier.size() - 1);
    }
}
