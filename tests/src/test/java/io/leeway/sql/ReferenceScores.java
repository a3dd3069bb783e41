package io.leeway.sql;

import io.leeway.oracle.Oracle;
import io.leeway.oracle.Request;
import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What is asked of the golden shoppers and what {@link AnalyticModels} answer, by the formulas in plain double. */
final class ReferenceScores {
    private static final int IDS = AnalyticModels.VOCABULARY.size() + 2;

    /** The id of all categories that no vocabulary has; 0 is padding. */
    private static final int OTHER = 1;

    private ReferenceScores() {}

    /** A category and what is said of it: a share, or a change of one. */
    record Share(String category, double value) {}

    /**
     * Both scores of one request.
     *
     * @param from the categories that lose most, with their changes
     * @param to those that gain most
     * @param next the likeliest, with their shares
     */
    record Scored(
            String user,
            Request request,
            double probability,
            double drift,
            List<Share> from,
            List<Share> to,
            List<Share> next) {
        long asOfMillis() {
            return request.asOfMillis();
        }
    }

    /** All scores, of a shopper in order of time. */
    static List<Scored> of(Map<String, List<ShopperEvent>> events, long untilMillis) {
        List<Scored> scores = new ArrayList<>();
        events.forEach((user, own) ->
                new Oracle().play(own, untilMillis).requests().forEach(request -> scores.add(score(user, request))));
        return scores;
    }

    private static Scored score(String user, Request request) {
        double[] predicted = predicted(request);
        double[] longTerm = byId(request, "interest_long");
        boolean known = Arrays.stream(longTerm).sum() > 0;
        IntToDoubleFunction change = id -> known ? predicted[id] - longTerm[id] : 0;
        return new Scored(
                user,
                request,
                probability(request),
                known ? distance(longTerm, predicted) : 0,
                largest(3, OTHER, id -> -change.applyAsDouble(id), change),
                largest(3, OTHER, change, change),
                largest(10, OTHER + 1, id -> predicted[id], id -> predicted[id]));
    }

    private static double probability(Request request) {
        float[] weeks = numbers(request, "weeks");
        double logit = 1.5 * numbers(request, "recency")[0]
                - numbers(request, "frequency")[3]
                - 0.4 * weeks[25 * 9 + 8]
                + 0.2 * weeks[24 * 9]
                - 1.6;
        return 1 / (1 + Math.exp(-logit));
    }

    /** By category id, without padding's share. */
    private static double[] predicted(Request request) {
        double[] shares = byId(request, "interest_short");
        String[] category = (String[]) feature(request, "action_category");
        int[] type = (int[]) feature(request, "action_type");
        for (int i = 0; i < category.length; i++) {
            if (type[i] == 4) {
                shares[id(category[i])] += 0.03;
            }
        }
        for (int id = OTHER; id < IDS; id++) {
            shares[id] += 0.01 + 0.001 * id;
        }
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    private static double[] byId(Request request, String interest) {
        double[] shares = new double[IDS];
        String[] names = (String[]) feature(request, interest + ".names");
        float[] weights = numbers(request, interest + ".weights");
        for (int i = 0; i < names.length; i++) {
            if (names[i] != null) {
                shares[id(names[i])] += weights[i];
            }
        }
        return shares;
    }

    private static int id(String category) {
        int place = AnalyticModels.VOCABULARY.indexOf(category);
        return place < 0 ? OTHER : place + 2;
    }

    /** Jensen and Shannon's, to base 2. */
    private static double distance(double[] left, double[] right) {
        double divergence = 0;
        for (int id = OTHER; id < IDS; id++) {
            double middle = (left[id] + right[id]) / 2;
            divergence += left[id] > 0 ? left[id] * Math.log(left[id] / middle) / 2 : 0;
            divergence += right[id] > 0 ? right[id] * Math.log(right[id] / middle) / 2 : 0;
        }
        return Math.sqrt(Math.max(0, divergence / Math.log(2)));
    }

    /** At most so many categories, largest first. A change below a ten-thousandth is none; no share is that small. */
    private static List<Share> largest(int most, int from, IntToDoubleFunction order, IntToDoubleFunction value) {
        return IntStream.range(from, IDS)
                .boxed()
                .filter(id -> order.applyAsDouble(id) > 1e-4)
                .sorted(Comparator.comparingDouble((Integer id) -> -order.applyAsDouble(id)))
                .limit(most)
                .map(id -> new Share(
                        id == OTHER ? "(other)" : AnalyticModels.VOCABULARY.get(id - 2), value.applyAsDouble(id)))
                .toList();
    }

    private static float[] numbers(Request request, String name) {
        return (float[]) feature(request, name);
    }

    private static Object feature(Request request, String name) {
        Object feature = request.features().get(name);
        if (feature == null) {
            throw new AssertionError(
                    "no feature " + name + " in " + request.features().keySet());
        }
        return feature;
    }
}
