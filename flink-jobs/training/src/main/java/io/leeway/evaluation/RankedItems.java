package io.leeway.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a contestant ranked the item that came, among all items.
 *
 * <p>A tie counts as lost: the item that came is placed behind all of its score, or a contestant
 * that says the same of everything would look good by the order of numbers.
 *
 * @param ranks of the item that came, 0 for the first
 * @param ranksAmongOthers the same with the shopper's earlier items left out, the one that came
 *     excepted
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record RankedItems(int[] ranks, int[] ranksAmongOthers) {
    private static final int DEEPEST = 50;

    public static RankedItems of(int rows) {
        return new RankedItems(new int[rows], new int[rows]);
    }

    /**
     * @param scores by item number − 1, from {@code offset} to {@code offset + items}
     * @param next the number of the item that came
     */
    public void rank(int row, float[] scores, int offset, int items, int[] earlier, int next) {
        float own = scores[offset + next - 1];
        int ahead = ahead(scores, offset, offset + items, own) - 1;
        ranks[row] = ahead;
        boolean[] left = new boolean[items];
        for (int item : earlier) {
            if (item != next && !left[item - 1] && scores[offset + item - 1] >= own) {
                ahead--;
            }
            left[item - 1] = true;
        }
        ranksAmongOthers[row] = ahead;
    }

    /**
     * A rule's.
     *
     * @param counts how often each item number was learned from
     */
    public static RankedItems by(ItemRule rule, int[] counts, List<int[]> earlier, int[] next) {
        int items = counts.length - 1;
        int most = 1;
        for (int count : counts) {
            most = Math.max(most, count + 1);
        }
        float[] popularity = new float[items];
        for (int item = 1; item <= items; item++) {
            popularity[item - 1] = (float) counts[item] / most;
        }
        RankedItems ranked = of(next.length);
        for (int row = 0; row < next.length; row++) {
            Map<Integer, Double> said = rule.scores().apply(earlier.get(row));
            ranked.rank(row, inOrder(said, popularity), 0, items, earlier.get(row), next[row]);
        }
        return ranked;
    }

    /** A rule's scores in order, popularity deciding ties, ahead of popularity alone. */
    private static float[] inOrder(Map<Integer, Double> said, float[] popularity) {
        List<Map.Entry<Integer, Double>> entries = new ArrayList<>(said.entrySet());
        entries.sort(
                Map.Entry.<Integer, Double>comparingByValue().thenComparing(entry -> popularity[entry.getKey() - 1]));
        float[] scores = popularity.clone();
        int place = 0;
        for (int at = 0; at < entries.size(); at++) {
            Map.Entry<Integer, Double> entry = entries.get(at);
            boolean like = at > 0
                    && entry.getValue().equals(entries.get(at - 1).getValue())
                    && popularity[entry.getKey() - 1]
                            == popularity[entries.get(at - 1).getKey() - 1];
            place += like ? 0 : 1;
            scores[entry.getKey() - 1] = place;
        }
        return scores;
    }

    /** As a contestant: {@code recall} at 5, 10 and 20, {@code ndcg@10} and {@code mrr}. */
    public Contestant contestant(String name) {
        return contestant(name, ranks);
    }

    /** The same with the shopper's earlier items left out. */
    public Contestant amongOthers(String name) {
        return contestant(name, ranksAmongOthers);
    }

    private static Contestant contestant(String name, int[] ranks) {
        Contestant contestant = new Contestant(name);
        for (int k : new int[] {10, 5, 20}) {
            contestant.gain("recall@" + k, Contestant.mean(ranks, rank -> rank < k ? 1 : 0));
        }
        return contestant
                .gain("ndcg@10", Contestant.mean(ranks, rank -> gain(rank, 10)))
                .gain("mrr", Contestant.mean(ranks, rank -> 1 / (rank + 1.0)));
    }

    /** How many of some scores are at least as high: a tie counts as lost. */
    public static int ahead(float[] scores, int from, int to, float own) {
        int ahead = 0;
        for (int at = from; at < to; at++) {
            ahead += scores[at] >= own ? 1 : 0;
        }
        return ahead;
    }

    /** What a rank is worth in NDCG@k with one wanted item. */
    static double gain(int rank, int k) {
        return rank < k ? Math.log(2) / Math.log(rank + 2.0) : 0;
    }

    public List<double[]> recalls() {
        return Metrics.hitRates(ranks, DEEPEST);
    }
}
