package io.leeway.training.items;

import io.leeway.evaluation.Metrics;
import io.leeway.evaluation.RankedItems;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What the logit of an item is raised by that the shopper has had already: an item's embedding is
 * close to itself, so that the network puts it high whether shoppers come back to items or not.
 * Whether they do is seen in the validation items: of some raises, the one counts with the best
 * NDCG@10 there.
 */
final class Repeats {
    static final String VARIABLE = "again";

    private static final int FIRSTS = 10;
    /** No raise first: of equal ones the first counts. */
    private static final float[] RAISES = {0, -1, 1, -2, 2, -4, 4, -8, -16};

    private final int[][] ranks;

    Repeats(int rows) {
        ranks = new int[RAISES.length][rows];
    }

    /**
     * Ranks one row at every raise; a tie counts as lost.
     *
     * @param logits by item number − 1, from {@code from} to {@code to}
     * @param earlier the shopper's item numbers, of which the latest count that the network sees
     * @param next the number of the item that came
     */
    void rank(int row, float[] logits, int from, int to, int[] earlier, int next) {
        int[] seen = IntStream.of(earlier)
                .skip(Math.max(0, earlier.length - NextItemOptions.LENGTH))
                .distinct()
                .toArray();
        boolean again = Arrays.stream(seen).anyMatch(item -> item == next);
        float plain = logits[from + next - 1];
        for (int i = 0; i < RAISES.length; i++) {
            float own = again ? plain + RAISES[i] : plain;
            int ahead = RankedItems.ahead(logits, from, to, own) - 1;
            for (int item : seen) {
                float logit = logits[from + item - 1];
                ahead += (logit + RAISES[i] >= own ? 1 : 0) - (logit >= own ? 1 : 0);
            }
            ranks[i][row] = ahead;
        }
    }

    float best() {
        return RAISES[bestPlace()];
    }

    /** The ranks at the best raise, 0 for the first. */
    int[] ranks() {
        return ranks[bestPlace()].clone();
    }

    private int bestPlace() {
        int best = 0;
        for (int i = 1; i < RAISES.length; i++) {
            best = Metrics.ndcg(ranks[i], FIRSTS) > Metrics.ndcg(ranks[best], FIRSTS) ? i : best;
        }
        return best;
    }
}
