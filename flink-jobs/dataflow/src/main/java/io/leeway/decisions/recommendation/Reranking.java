package io.leeway.decisions.recommendation;

import io.leeway.decisions.Chance;
import io.leeway.records.Candidate;
import io.leeway.records.RankedSlate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * From ranked candidates to a list: by relevance and diversity, a category's items up to its cap,
 * and some places given to chance.
 *
 * <p>A candidate's relevance is the model's score plus the logarithm of the predicted interest in
 * its category; where no model ranked, the logarithm of its sources' weight. A candidate that the
 * model does not know is as good as the mean of its category. Places are filled one after another:
 * with the exploration's probability by any candidate that may still be there, each equally likely,
 * else by the best of them. So the propensity of an item, given those before it, is ε / candidates
 * left, and 1 − ε more for the best. Chance is a hash of seed, list and place: the same list every
 * time.
 */
public final class Reranking {
    private static final double LEAST_INTEREST = 0.002;
    private static final int ORDERED = 3;

    private final RecommendationOptions options;

    public Reranking(RecommendationOptions options) {
        this.options = options;
    }

    /**
     * A place of a list.
     *
     * @param predicted the probability that the shopper turns to it next, if to any of the
     *     candidates
     * @param propensity the probability that it was placed here, given the places before
     * @param greedy what would have been without exploration
     * @param uniform what would have been by chance alone
     */
    public record Place(
            Candidate candidate, double score, double predicted, double propensity, Other greedy, Other uniform) {}

    /**
     * What another policy would have done with a place, given the places before.
     *
     * @param propensity the probability that the same candidate had been placed there
     * @param predicted the mean of what is predicted of those it might have chosen
     */
    public record Other(double propensity, double predicted) {}

    /** The list, shorter than asked for where candidates lack. */
    public Place[] list(RankedSlate ranked) {
        Candidate[] candidates = ranked.slate().candidates();
        double[] relevance = relevance(ranked);
        double[] predicted = softmax(relevance);
        int[] order = order(ranked, relevance);
        boolean[] taken = new boolean[candidates.length];
        Map<String, Integer> ofCategory = new HashMap<>();
        Place[] places = new Place[Math.min(options.items(), candidates.length)];
        for (int place = 0; place < places.length; place++) {
            int[] open = Arrays.stream(order)
                    .filter(i -> isOpen(i, candidates, taken, ofCategory))
                    .toArray();
            if (open.length == 0) {
                return Arrays.copyOf(places, place);
            }
            double explored = options.exploration() / open.length;
            boolean explores = Chance.of(options.seed(), ranked.slate().id(), 2 * place) < options.exploration();
            double drawn = Chance.of(options.seed(), ranked.slate().id(), 2 * place + 1);
            int at = explores ? (int) (drawn * open.length) : 0;
            int chosen = open[at];
            taken[chosen] = true;
            ofCategory.merge(candidates[chosen].category(), 1, Integer::sum);
            double propensity = at == 0 ? 1 - options.exploration() + explored : explored;
            places[place] = new Place(
                    candidates[chosen],
                    relevance[chosen],
                    predicted[chosen],
                    propensity,
                    new Other(at == 0 ? 1 : 0, predicted[open[0]]),
                    new Other(
                            1.0 / open.length,
                            Arrays.stream(open)
                                    .mapToDouble(i -> predicted[i])
                                    .average()
                                    .orElse(0)));
        }
        return places;
    }

    /**
     * All candidates, the best first: those for diversity that a list may come to, so that a full
     * category does not end it, and behind them the others by relevance.
     */
    private int[] order(RankedSlate ranked, double[] relevance) {
        int[] diverse = new MaximalMarginalRelevance(options.tradeOff())
                .order(MaximalMarginalRelevance.rescaled(relevance), similarity(ranked), ORDERED * options.items());
        boolean[] there = new boolean[relevance.length];
        for (int i : diverse) {
            there[i] = true;
        }
        IntStream others = IntStream.range(0, relevance.length)
                .filter(i -> !there[i])
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -relevance[i]).thenComparing(i -> i))
                .mapToInt(Integer::intValue);
        return IntStream.concat(Arrays.stream(diverse), others).toArray();
    }

    private boolean isOpen(int i, Candidate[] candidates, boolean[] taken, Map<String, Integer> ofCategory) {
        return !taken[i] && ofCategory.getOrDefault(candidates[i].category(), 0) < options.perCategory();
    }

    double[] relevance(RankedSlate ranked) {
        Candidate[] candidates = ranked.slate().candidates();
        double[] relevance = new double[candidates.length];
        if (ranked.scores().length == 0) {
            Arrays.setAll(relevance, i -> StrictMath.log(candidates[i].weight()));
            return relevance;
        }
        double[] scores = known(ranked.scores(), candidates);
        Arrays.setAll(
                relevance,
                i -> scores[i]
                        + options.interestWeight()
                                * StrictMath.log(Math.max(LEAST_INTEREST, candidates[i].interest())));
        return relevance;
    }

    private static double[] known(float[] scores, Candidate[] candidates) {
        Map<String, double[]> sums = new HashMap<>();
        double[] all = new double[2];
        for (int i = 0; i < scores.length; i++) {
            if (!Float.isNaN(scores[i])) {
                double[] of = sums.computeIfAbsent(candidates[i].category(), category -> new double[2]);
                of[0] += scores[i];
                of[1]++;
                all[0] += scores[i];
                all[1]++;
            }
        }
        double mean = all[1] == 0 ? 0 : all[0] / all[1];
        double[] known = new double[scores.length];
        for (int i = 0; i < known.length; i++) {
            double[] of = sums.get(candidates[i].category());
            known[i] = !Float.isNaN(scores[i]) ? scores[i] : of == null ? mean : of[0] / of[1];
        }
        return known;
    }

    private static double[] softmax(double[] relevance) {
        double most = Arrays.stream(relevance).max().orElse(0);
        double[] shares = Arrays.stream(relevance)
                .map(value -> StrictMath.exp(value - most))
                .toArray();
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    /** The cosine of the model's vectors; without them how far the categories' paths agree. */
    private static MaximalMarginalRelevance.Similarity similarity(RankedSlate ranked) {
        int width = ranked.width();
        if (width == 0) {
            Candidate[] candidates = ranked.slate().candidates();
            return (a, b) -> agreement(candidates[a].category(), candidates[b].category());
        }
        float[] vectors = ranked.vectors();
        return (a, b) -> {
            double product = 0;
            for (int i = 0; i < width; i++) {
                product += (double) vectors[a * width + i] * vectors[b * width + i];
            }
            return product;
        };
    }

    private static double agreement(String one, String other) {
        String[] a = one.split("/", -1);
        String[] b = other.split("/", -1);
        int same = 0;
        while (same < Math.min(a.length, b.length) && a[same].equals(b[same])) {
            same++;
        }
        return same / (double) Math.max(a.length, b.length);
    }
}
