package io.leeway.evaluation;

import static java.util.Objects.requireNonNull;

import io.leeway.evaluation.Comparison.Estimate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The best that any score can do on the rows of a comparison, where that is known, and which part of it the model reaches.
 *
 * @param name who does best: {@code bayes}
 * @param figures what is best, by figure
 * @param reached (model − chance) / (best − chance) by figure, both taken on the same draws of shoppers
 */
public record Bound(String name, Map<String, Estimate> figures, Map<String, Estimate> reached) {

    public Bound {
        requireNonNull(name, "name");
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        reached = Collections.unmodifiableMap(new LinkedHashMap<>(reached));
    }

    /**
     * Measures.
     *
     * @param users the shopper of each row
     * @param chance what blind guessing reaches, by figure; of other figures no part is told
     * @param seed of the bootstrap
     */
    public static Bound of(
            List<String> users, Contestant model, Contestant best, Map<Figure, Double> chance, long seed) {
        Map<String, Estimate> figures = new LinkedHashMap<>();
        best.figures().forEach((figure, of) -> figures.put(figure.name(), estimate(users, of, seed)));
        Map<String, Estimate> reached = new LinkedHashMap<>();
        chance.forEach((figure, blind) -> {
            ToDoubleFunction<int[]> ofModel = requireNonNull(model.figures().get(figure), "the model's figure");
            ToDoubleFunction<int[]> ofBest = requireNonNull(best.figures().get(figure), "the best figure");
            reached.put(
                    figure.name(),
                    estimate(
                            users,
                            weights ->
                                    (ofModel.applyAsDouble(weights) - blind) / (ofBest.applyAsDouble(weights) - blind),
                            seed));
        });
        return new Bound(best.name(), figures, reached);
    }

    private static Estimate estimate(List<String> users, ToDoubleFunction<int[]> of, long seed) {
        Interval interval = Interval.of(users, seed, of);
        return new Estimate(of.applyAsDouble(Ranking.ones(users.size())), interval.low(), interval.high());
    }
}
