package io.leeway.experiments.nextitem;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.decisions.recommendation.MaximalMarginalRelevance;
import io.leeway.evaluation.Contestant;
import java.util.Arrays;

/**
 * The model's first fifty, of which ten are shown at a trade-off between relevance on one side,
 * diversity and novelty on the other.
 *
 * <p>Relevance is the model's score stretched over the fifty to the range from 0 to 1, similarity
 * the cosine of two items' vectors, and novelty −log2 of an item's share of what was learned from,
 * as a part of the rarest item's.
 *
 * @param gain what its place is worth in NDCG@10, by row
 * @param diversity the mean distance, 1 less the cosine, of the pairs shown, by row
 * @param novelty the mean −log2 share of the items shown, in bits, by row
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
record ReRankedItems(double tradeOff, double[] recall, double[] gain, double[] diversity, double[] novelty) {
    static final int SHOWN = 10;

    static ReRankedItems of(double tradeOff, NextItemAnswers answers, double[] bits, int[] next) {
        int rows = next.length;
        ReRankedItems of =
                new ReRankedItems(tradeOff, new double[rows], new double[rows], new double[rows], new double[rows]);
        MaximalMarginalRelevance relevance = new MaximalMarginalRelevance(tradeOff);
        double most = Arrays.stream(bits).max().orElse(1);
        for (int row = 0; row < rows; row++) {
            int[] candidates = answers.firsts()[row];
            double[] novelty = Arrays.stream(candidates)
                    .mapToDouble(item -> bits[item] / most)
                    .toArray();
            int[] order = relevance.order(
                    MaximalMarginalRelevance.rescaled(answers.scores()[row]),
                    novelty,
                    (one, other) -> cosine(answers.vectors(), candidates[one], candidates[other]),
                    SHOWN);
            for (int place = 0; place < order.length; place++) {
                int item = candidates[order[place]];
                of.novelty[row] += bits[item] / order.length;
                if (item == next[row]) {
                    of.recall[row] = 1;
                    of.gain[row] = Math.log(2) / Math.log(place + 2.0);
                }
                for (int before = 0; before < place; before++) {
                    double distance = 1 - cosine(answers.vectors(), item, candidates[order[before]]);
                    of.diversity[row] += 2 * distance / (order.length * (order.length - 1.0));
                }
            }
        }
        return of;
    }

    /** −log2 of each item number's share; an item never learned from counts half a time. */
    static double[] bits(int[] counts) {
        double all = Arrays.stream(counts).sum();
        return Arrays.stream(counts)
                .mapToDouble(count -> -Math.log(Math.max(0.5, count) / all) / Math.log(2))
                .toArray();
    }

    private static double cosine(float[][] vectors, int one, int other) {
        float[] a = vectors[one - 1];
        float[] b = vectors[other - 1];
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
        }
        return product;
    }

    String name() {
        return text("λ = %.2f", tradeOff);
    }

    Contestant contestant(String name) {
        return new Contestant(name)
                .gain("recall@10", Contestant.mean(recall))
                .gain("ndcg@10", Contestant.mean(gain))
                .gain("diversity@10", Contestant.mean(diversity))
                .gain("novelty@10", Contestant.mean(novelty));
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
