package io.leeway.training.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What follows what: for each category the categories that most often came after it, with their
 * smoothed shares. A first-order Markov chain whose memory fades over the last actions, cut to the
 * strongest followers.
 *
 * <p>It is counted once without each fold of shoppers, which is what the rows of that fold learn
 * with (a row that found itself counted would trust the counts too much), and once over all of
 * them, which is what a served graph holds.
 *
 * @param followers how many are kept of each category
 * @param ids of the followers, strongest first, by fold and category:
 *     {@code ids[(fold · vocabulary + id) · followers + i]}; the last fold is {@link #ALL}
 * @param shares of the followers, likewise; 0 where there are fewer
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record Transitions(int followers, int[] ids, float[] shares) {
    public static final int FOLDS = 5;

    /** The fold that leaves no shopper out. */
    static final int ALL = FOLDS;

    private static final double PRIOR = 10;
    /** Steps that count for no more than this are left out. */
    private static final double FADED = 0.1;

    private static final double ROUNDING = 1e-9;

    /**
     * @param wanted the id of each row's next category
     * @param decay what a step further back counts for; 0 for the last action only
     * @param bothWays whether what came before also counts as following what came after
     */
    static Transitions of(
            TrainingRows rows, int[] wanted, int vocabulary, int followers, double decay, boolean bothWays) {
        List<List<Map<Integer, Double>>> counts = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Map<Integer, Double>> table = new ArrayList<>();
            for (int id = 0; id < vocabulary; id++) {
                table.add(new HashMap<>());
            }
            counts.add(table);
        }
        for (int row = 0; row < rows.size(); row++) {
            if (wanted[row] >= Vocabulary.RESERVED) {
                count(counts.get(rows.fold(row)), rows.ids(row), wanted[row], decay, bothWays);
            }
        }
        int[] ids = new int[(FOLDS + 1) * vocabulary * followers];
        float[] shares = new float[ids.length];
        for (int id = 0; id < vocabulary; id++) {
            Map<Integer, Double> all = new HashMap<>();
            for (List<Map<Integer, Double>> fold : counts) {
                fold.get(id).forEach((next, count) -> all.merge(next, count, Double::sum));
            }
            for (int fold = 0; fold <= FOLDS; fold++) {
                Map<Integer, Double> without =
                        fold == ALL ? Map.of() : counts.get(fold).get(id);
                write(all, without, followers, ids, shares, (fold * vocabulary + id) * followers);
            }
        }
        return new Transitions(followers, ids, shares);
    }

    public int[] servedIds() {
        return Arrays.copyOfRange(ids, ids.length / (FOLDS + 1) * ALL, ids.length);
    }

    public float[] servedShares() {
        return Arrays.copyOfRange(shares, shares.length / (FOLDS + 1) * ALL, shares.length);
    }

    private static void count(List<Map<Integer, Double>> table, int[] ids, int next, double decay, boolean bothWays) {
        double weight = 1;
        for (int at = TrainingRows.ACTIONS - 1; at >= 0 && ids[at] != Vocabulary.PADDING && weight > FADED; at--) {
            if (ids[at] >= Vocabulary.RESERVED && ids[at] != next) {
                table.get(ids[at]).merge(next, weight, Double::sum);
                if (bothWays) {
                    table.get(next).merge(ids[at], weight, Double::sum);
                }
            }
            weight *= decay;
        }
    }

    private static void write(
            Map<Integer, Double> all, Map<Integer, Double> without, int followers, int[] ids, float[] shares, int at) {
        Map<Integer, Double> counts = new HashMap<>(all);
        without.forEach((next, count) -> counts.merge(next, -count, Double::sum));
        double sum = counts.values().stream().mapToDouble(Double::doubleValue).sum() + PRIOR;
        List<Map.Entry<Integer, Double>> strongest = counts.entrySet().stream()
                .filter(entry -> entry.getValue() > ROUNDING)
                .sorted(Comparator.comparingDouble((Map.Entry<Integer, Double> entry) -> -entry.getValue())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(followers)
                .toList();
        for (int i = 0; i < strongest.size(); i++) {
            ids[at + i] = strongest.get(i).getKey();
            shares[at + i] = (float) (strongest.get(i).getValue() / sum);
        }
    }
}
