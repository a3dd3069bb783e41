package io.leeway.decisions.recommendation;

import static java.util.stream.Collectors.toSet;

import io.leeway.records.ShopAction;
import io.leeway.records.scores.CategoryShare;
import io.leeway.records.scores.InterestScore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks for lists. */
final class Requests {
    private Requests() {}

    /** The list of a score: categories predicted next, and those that interest moves to. */
    static Request of(InterestScore score, ShopperItems known, RecommendationOptions options) {
        Map<String, Double> interests = new LinkedHashMap<>();
        score.next().forEach(next -> interests.merge(next.category(), (double) next.share(), Math::max));
        // What is gained is a share of the interest as well: a category that is not among the
        // likeliest yet has that much.
        score.to().forEach(gain -> interests.merge(gain.category(), (double) gain.share(), Math::max));
        Set<String> moving = score.to().stream().map(CategoryShare::category).collect(toSet());
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
