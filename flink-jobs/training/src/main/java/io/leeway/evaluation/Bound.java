package io.leeway.evaluation;

import static java.util.Objects.requireNonNull;

import io.leeway.evaluation.Comparison.Estimate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The best that any score can do on the rows of a comparison, where that is known, and which part
 * of it the model reaches.
 *
 * @param reached (model − chance) / (best − chance) by figure, both taken on the same draws of
 *     shoppers
 */
public record Bound(String name, Map<String, Estimate> figures, Map<String, Estimate> reached) {
    /** The part of a figure that the model reaches; 0 where it was not asked. */
    public Estimate reached(Figure figure) {
        return reached.getOrDefault(figure.name(), new Estimate(0, 0, 0));
    }

    /** @param chance what blind guessing reaches, by figure; other figures have no part */
    public static Bound of(
            List<String> users, Contestant model, Contestant best, Map<Figure, Double> chance, long seed) {
        Map<String, Estimate> figures = new LinkedHashMap<>();
        best.figures().forEach((figure, of) -> figures.put(figure.name(), Estimate.of(users, seed, of)));
        Map<String, Estimate> reached = new LinkedHashMap<>();
        chance.forEach((figure, blind) -> {
            ToDoubleFunction<int[]> ofModel = requireNonNull(model.figures().get(figure), "the model's figure");
            ToDoubleFunction<int[]> ofBest = requireNonNull(best.figures().get(figure), "the best figure");
            reached.put(
                    figure.name(),
                    Estimate.of(
                            users,
                            seed,
                            weights -> (ofModel.applyAsDouble(weights) - blind)
                                    / (ofBest.applyAsDouble(weights) - blind)));
        });
        return new Bound(best.name(), figures, reached);
    }
}
