package io.leeway.training.items;

import io.leeway.evaluation.Metrics;
import io.leeway.evaluation.RankedItems;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The loop. Of each shopper the last item is not trained on: every few epochs all of them are
 * ranked over all items, and the weights with the best NDCG@10 count. Training stops when it no
 * longer rises; then it is seen in the same items whether shoppers take an item again.
 */
record ItemFitting(NextItemOptions options, TrainingProgress listener) {
    private static final int ROWS = 256;
    private static final int WARM_UP_STEPS = 100;
    private static final int FIRSTS = 10;
    private static final String PHASE = "training items";

    record Fitted(Map<String, float[]> variables, int epoch, long steps, double ndcg, double recall, long parameters) {}

    Fitted fit(ItemSequences sequences) {
        List<int[]> training = sequences.withoutLast(1).sequences();
        List<int[]> asked = sequences.sequences().stream()
                .filter(sequence -> sequence.length > 1)
                .toList();
        SplittableRandom random = new SplittableRandom(options.seed());
        try (ItemGraph graph = new ItemGraph(options, sequences.items().size())) {
            Fitted best = look(graph, asked, 0, 0, null);
            int bestLook = 0;
            long steps = 0;
            listener.progress(PHASE, 0, options.epochs());
            for (int epoch = 1; epoch <= options.epochs(); epoch++) {
                for (ItemBatch batch : ItemBatch.epoch(training, options.positions(), random)) {
                    double warm = Math.min(1, (steps + 1.0) / WARM_UP_STEPS);
                    graph.step(batch, options.learningRate() * warm);
                    steps++;
                }
                listener.progress(PHASE, epoch, options.epochs());
                if (epoch % options.evaluateEvery() == 0 || epoch == options.epochs()) {
                    Fitted looked = look(graph, asked, epoch, steps, best);
                    bestLook = looked == best ? bestLook : epoch;
                    best = looked;
                    if (epoch - bestLook >= options.patience() * options.evaluateEvery()) {
                        break;
                    }
                }
            }
            listener.progress(PHASE, options.epochs(), options.epochs());
            return withRepeats(graph, asked, best);
        }
    }

    /** The better one of what the graph has learned and what was the best so far. */
    private static Fitted look(ItemGraph graph, List<int[]> asked, int epoch, long steps, @Nullable Fitted best) {
        int[] ranks = new int[asked.size()];
        eachRow(graph, asked, (row, logits, from, to, earlier, next) -> {
            float own = logits[from + next - 1];
            if (!Float.isFinite(own)) {
                throw new TrainingException("Expected finite logits while training items, found " + own + " after "
                        + epoch + " epochs; give a smaller learning rate");
            }
            ranks[row] = RankedItems.ahead(logits, from, to, own) - 1;
        });
        double ndcg = Metrics.ndcg(ranks, FIRSTS);
        return best != null && ndcg <= best.ndcg()
                ? best
                : new Fitted(graph.variables(), epoch, steps, ndcg, Metrics.hitRate(ranks, FIRSTS), graph.parameters());
    }

    private static Fitted withRepeats(ItemGraph graph, List<int[]> asked, Fitted best) {
        graph.restore(best.variables());
        Repeats repeats = new Repeats(asked.size());
        eachRow(graph, asked, repeats::rank);
        Map<String, float[]> variables = new LinkedHashMap<>(best.variables());
        variables.put(Repeats.VARIABLE, new float[] {repeats.best()});
        return new Fitted(
                variables,
                best.epoch(),
                best.steps(),
                Metrics.ndcg(repeats.ranks(), FIRSTS),
                Metrics.hitRate(repeats.ranks(), FIRSTS),
                best.parameters());
    }

    /** Takes the logits of a row, by item number − 1, within an array. */
    private interface EachRow {
        void accept(int row, float[] logits, int from, int to, int[] earlier, int next);
    }

    private static void eachRow(ItemGraph graph, List<int[]> asked, EachRow row) {
        for (int from = 0; from < asked.size(); from += ROWS) {
            List<int[]> some = asked.subList(from, Math.min(asked.size(), from + ROWS));
            List<int[]> earlier = new ArrayList<>();
            some.forEach(sequence -> earlier.add(Arrays.copyOf(sequence, sequence.length - 1)));
            float[] logits = graph.logits(ItemBatch.last(earlier));
            int items = logits.length / some.size();
            for (int i = 0; i < some.size(); i++) {
                int next = some.get(i)[some.get(i).length - 1];
                row.accept(from + i, logits, i * items, (i + 1) * items, earlier.get(i), next);
            }
        }
    }
}
