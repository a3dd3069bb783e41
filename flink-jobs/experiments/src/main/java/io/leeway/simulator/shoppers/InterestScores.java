package io.leeway.simulator.shoppers;

import io.leeway.records.ReleaseRole;
import io.leeway.records.scores.CategoryShare;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreHeaders;
import io.leeway.records.scores.ScoreOrigin;
import io.leeway.records.scores.ScoringModel;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Scores of interest in a simulated shop, as the scoring job would make them. */
public final class InterestScores {
    private static final ScoringModel MODEL = new ScoringModel("interest", 1, ReleaseRole.ACTIVE, "");

    private InterestScores() {}

    /** The categories with the largest {@code sign · value} above a bound, the largest first. */
    public static List<CategoryShare> largest(
            List<String> categories, double[] values, int most, int sign, double above) {
        return IntStream.range(0, values.length)
                .boxed()
                .filter(i -> sign * values[i] > above)
                .sorted(Comparator.comparingDouble((Integer i) -> -sign * values[i])
                        .thenComparing(i -> i))
                .limit(most)
                .map(i -> new CategoryShare(categories.get(i), (float) values[i]))
                .toList();
    }

    public static InterestScore score(
            String id,
            String user,
            long asOfMillis,
            int triggers,
            float drift,
            List<CategoryShare> from,
            List<CategoryShare> to,
            List<CategoryShare> next) {
        ScoreOrigin origin = new ScoreOrigin(id, user, asOfMillis, triggers, MODEL, "", false);
        return new InterestScore(origin, drift, from, to, next, List.of(), ScoreHeaders.NONE);
    }
}
