package io.leeway.experiments.nextitem;

import io.leeway.evaluation.RankedItems;
import io.leeway.model.LoadOptions;
import io.leeway.model.SavedModel;
import io.leeway.model.answers.ItemRanking;
import io.leeway.training.options.TrainingProgress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * What a served model says of every item to every shopper asked.
 *
 * @param firsts each shopper's first item numbers, best first
 * @param vectors of all items, by number − 1, of length 1
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
record NextItemAnswers(RankedItems ranked, int[][] firsts, double[][] scores, float[][] vectors) {
    private static final int ROWS = 32;
    /** How many are kept of each: what re-ranking chooses from. */
    static final int FIRSTS = 50;

    /** @param next the number of the item that came */
    static NextItemAnswers of(Path directory, List<int[]> earlier, int[] next, TrainingProgress listener) {
        int[][] firsts = new int[next.length][];
        double[][] scores = new double[next.length][];
        RankedItems ranked = RankedItems.of(next.length);
        try (SavedModel model =
                SavedModel.load(directory, LoadOptions.released().withThreads(2, 1))) {
            ItemRanking ranking = ItemRanking.of(model);
            int items = ranking.items().size();
            int[] all = IntStream.range(0, ROWS * items).map(i -> i % items + 1).toArray();
            for (int from = 0; from < next.length; from += ROWS) {
                List<int[]> some = earlier.subList(from, Math.min(next.length, from + ROWS));
                int[] candidates = some.size() == ROWS ? all : Arrays.copyOf(all, some.size() * items);
                float[] said = ranking.scores(some, candidates);
                for (int row = 0; row < some.size(); row++) {
                    ranked.rank(from + row, said, row * items, items, some.get(row), next[from + row]);
                    firsts[from + row] = firsts(said, row * items, items);
                    int offset = row * items - 1;
                    scores[from + row] = IntStream.of(firsts[from + row])
                            .mapToDouble(item -> said[offset + item])
                            .toArray();
                }
                listener.progress("ranking items", from + some.size(), next.length);
            }
            return new NextItemAnswers(ranked, firsts, scores, ranking.vectors(ranking.items()));
        }
    }

    private static int[] firsts(float[] scores, int offset, int items) {
        Comparator<Integer> worstFirst = Comparator.<Integer>comparingDouble(item -> scores[offset + item - 1])
                .thenComparing(Comparator.reverseOrder());
        PriorityQueue<Integer> best = new PriorityQueue<>(worstFirst);
        float least = Float.NEGATIVE_INFINITY;
        for (int item = 1; item <= items; item++) {
            if (best.size() < FIRSTS || scores[offset + item - 1] > least) {
                best.add(item);
                if (best.size() > FIRSTS) {
                    best.remove();
                }
                Integer worst = best.peek();
                least = worst == null ? least : scores[offset + worst - 1];
            }
        }
        return best.stream()
                .sorted(worstFirst.reversed())
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
