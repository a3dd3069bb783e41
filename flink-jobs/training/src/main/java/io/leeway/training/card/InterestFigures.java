package io.leeway.training.card;

import io.leeway.evaluation.Comparison.Estimate;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Metrics;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.Popularity;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.dataset.Vocabulary;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How well the model and two rules rank the next category on test examples. */
public final class InterestFigures {
    private static final int FIRST = 10;
    private static final int ABSENT = Integer.MAX_VALUE;

    private final List<TrainingExample> test;
    private final TrainingRows rows;
    private final long seed;
    private final int[] popular;
    private final int[] wanted;
    private final int[] byModel;

    /** @param rows the same, as the model takes them */
    public InterestFigures(
            List<TrainingExample> test, TrainingRows rows, Vocabulary vocabulary, Popularity popularity, long seed) {
        this.test = test;
        this.rows = rows;
        this.seed = seed;
        this.popular = popularity.ids();
        this.byModel = new int[test.size()];
        this.wanted = test.stream()
                .mapToInt(example -> vocabulary.id(example.nextCategories()[0]))
                .toArray();
    }

    public void add(int from, int to, float[] answers) {
        int width = answers.length / (to - from);
        for (int row = from; row < to; row++) {
            byModel[row] = rank(answers, (row - from) * width, width, wanted[row]);
        }
    }

    /** How many named categories are ahead: greater shares, or equal ones with a smaller id. */
    static int rank(float[] answers, int offset, int width, int wanted) {
        if (wanted < Vocabulary.RESERVED) {
            return ABSENT;
        }
        float share = answers[offset + wanted];
        int ahead = 0;
        for (int id = Vocabulary.RESERVED; id < width; id++) {
            float other = answers[offset + id];
            if (other > share || (other == share && id < wanted)) {
                ahead++;
            }
        }
        return ahead;
    }

    /** All figures, once every row was added. */
    public Map<String, Double> all() {
        int[] byPopularity = new int[wanted.length];
        int[] byRecency = new int[wanted.length];
        double reachable = 0;
        for (int row = 0; row < wanted.length; row++) {
            byPopularity[row] = position(popular, wanted[row]);
            byRecency[row] = position(latest(row), wanted[row]);
            reachable += wanted[row] < Vocabulary.RESERVED ? 0 : 1;
        }
        Estimate hits = Estimate.of(
                test.stream().map(example -> example.features().userId()).toList(),
                seed,
                Contestant.mean(byModel, rank -> rank < FIRST ? 1 : 0));
        Map<String, Double> figures = new TreeMap<>();
        figures.put("hr@10", hits.value());
        figures.put("hr@10.low", hits.low());
        figures.put("hr@10.high", hits.high());
        figures.put("ndcg@10", Metrics.ndcg(byModel, FIRST));
        figures.put("popularity.hr@10", Metrics.hitRate(byPopularity, FIRST));
        figures.put("popularity.ndcg@10", Metrics.ndcg(byPopularity, FIRST));
        figures.put("mostRecent.hr@10", Metrics.hitRate(byRecency, FIRST));
        figures.put("mostRecent.ndcg@10", Metrics.ndcg(byRecency, FIRST));
        figures.put("inVocabulary", reachable / wanted.length);
        figures.put("rows", (double) wanted.length);
        return figures;
    }

    /** The shopper's distinct categories, latest first, then the popular ones. */
    private int[] latest(int row) {
        int length = Task.INTEREST.features().get(0).width();
        int[] ids = rows.ids(row);
        LinkedHashSet<Integer> first = new LinkedHashSet<>();
        for (int at = length - 1; at >= 0 && first.size() < FIRST; at--) {
            if (ids[at] >= Vocabulary.RESERVED) {
                first.add(ids[at]);
            }
        }
        for (int at = 0; at < popular.length && first.size() < FIRST; at++) {
            first.add(popular[at]);
        }
        return first.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int position(int[] ranked, int wanted) {
        for (int at = 0; at < ranked.length; at++) {
            if (ranked[at] == wanted) {
                return at;
            }
        }
        return ABSENT;
    }
}
