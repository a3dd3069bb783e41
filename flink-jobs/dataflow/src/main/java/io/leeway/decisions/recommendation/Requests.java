package io.leeway.decisions.recommendation;

import io.leeway.records.Score;
import io.leeway.records.ShopAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks for lists. */
final class Requests {
    private Requests() {}

    /** The list of a score: categories predicted next, and those that interest moves to. */
    static Request of(Score score, ShopperItems known, RecommendationOptions options) {
        Map<String, Double> interests = new LinkedHashMap<>();
        for (int i = 0; i < score.next().length; i++) {
            interests.merge(score.next()[i], (double) score.nextProbabilities()[i], Math::max);
        }
        // What is gained is a share of the interest as well: a category that is not among the
        // likeliest yet has that much.
        for (int i = 0; i < score.to().length; i++) {
            interests.merge(score.to()[i], (double) score.toChanges()[i], Math::max);
        }
        Set<String> moving = new HashSet<>(List.of(score.to()));
        List<Map.Entry<String, Double>> first = new ArrayList<>(interests.entrySet());
        first.sort(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        first = first.subList(0, Math.min(options.categories(), first.size()));
        String[] categories = first.stream().map(Map.Entry::getKey).toArray(String[]::new);
        boolean[] moves = new boolean[categories.length];
        for (int i = 0; i < moves.length; i++) {
            moves[i] = moving.contains(categories[i]);
        }
        return new Request(
                score.userId(),
                score.asOfMillis(),
                score.id(),
                known.history(),
                known.cart(score.asOfMillis()),
                known.bought(),
                categories,
                first.stream().mapToDouble(Map.Entry::getValue).toArray(),
                moves,
                false);
    }

    static Request erasure(ShopAction action) {
        return new Request(
                action.userId(),
                action.timeMillis(),
                "",
                new String[0],
                new String[0],
                new String[0],
                new String[0],
                new double[0],
                new boolean[0],
                true);
    }
}
