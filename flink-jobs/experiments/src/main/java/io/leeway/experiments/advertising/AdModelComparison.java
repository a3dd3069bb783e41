package io.leeway.experiments.advertising;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Figure;
import io.leeway.evaluation.Metrics;
import io.leeway.training.advertising.AdImpression;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Predicted clicks and conversions beside a category's and a shopper's past rates. */
final class AdModelComparison {
    /** Impressions that the overall rate counts for in another's. */
    private static final double PRIOR = 20;

    private AdModelComparison() {}

    /**
     * Compares.
     *
     * @param prefix of the comparisons' names
     * @param answers for each later impression the probability of a click and that of a conversion
     *     after it
     */
    static Map<String, Comparison> of(
            String prefix, List<AdImpression> earlier, List<AdImpression> later, double[][] answers, long seed) {
        List<String> users = later.stream().map(AdImpression::userId).toList();
        double[] clicks =
                IntStream.range(0, later.size()).mapToDouble(i -> answers[i][0]).toArray();
        double[] both = IntStream.range(0, later.size())
                .mapToDouble(i -> answers[i][0] * answers[i][1])
                .toArray();
        Map<String, Comparison> comparisons = new LinkedHashMap<>();
        comparisons.put(prefix + "clicks", compare(users, earlier, later, clicks, AdImpression::click, seed));
        comparisons.put(prefix + "conversions", compare(users, earlier, later, both, AdImpression::conversion, seed));
        return comparisons;
    }

    private static Comparison compare(
            List<String> users,
            List<AdImpression> earlier,
            List<AdImpression> later,
            double[] model,
            Predicate<AdImpression> label,
            long seed) {
        boolean[] positive = Metrics.which(later, label);
        return Comparison.of(
                users,
                contestant("model", model, positive),
                List.of(
                        contestant(
                                "category-rate",
                                rates(
                                        earlier,
                                        later,
                                        label,
                                        one -> Integer.toString(one.features().ad())),
                                positive),
                        contestant("shopper-rate", rates(earlier, later, label, AdImpression::userId), positive)),
                seed);
    }

    private static double[] rates(
            List<AdImpression> earlier,
            List<AdImpression> later,
            Predicate<AdImpression> label,
            Function<AdImpression, String> key) {
        Map<String, double[]> counts = new HashMap<>();
        double all = 0;
        for (AdImpression one : earlier) {
            double yes = label.test(one) ? 1 : 0;
            all += yes / earlier.size();
            double[] count = counts.computeIfAbsent(key.apply(one), unseen -> new double[2]);
            count[0] += yes;
            count[1]++;
        }
        double[] rates = new double[later.size()];
        for (int row = 0; row < rates.length; row++) {
            double[] count = counts.getOrDefault(key.apply(later.get(row)), new double[2]);
            rates[row] = (count[0] + PRIOR * all) / (count[1] + PRIOR);
        }
        return rates;
    }

    private static Contestant contestant(String name, double[] answers, boolean[] positive) {
        int[] byScore = Metrics.byScore(answers);
        return new Contestant(name)
                .gain("auc", weights -> Metrics.auc(byScore, answers, positive, weights))
                .add(Figure.loss("logLoss"), Contestant.mean(Metrics.surprises(answers, positive)));
    }
}
