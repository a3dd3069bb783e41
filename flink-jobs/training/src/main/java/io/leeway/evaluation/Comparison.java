package io.leeway.evaluation;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A model beside the rules it must beat, on the same rows.
 *
 * @param rows how many rows
 * @param shoppers of how many shoppers
 * @param model the model's figures by name
 * @param rules each rule's figures by name
 * @param differences the model's figure less the best rule's, by figure
 */
public record Comparison(
        int rows,
        int shoppers,
        Map<String, Estimate> model,
        Map<String, Map<String, Estimate>> rules,
        Map<String, Difference> differences) {
    /** Draws of the bootstrap. */
    static final int DRAWS = 1000;

    public Comparison {
        model = Collections.unmodifiableMap(new LinkedHashMap<>(model));
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
        differences = Collections.unmodifiableMap(new LinkedHashMap<>(differences));
    }

    /** The model's figure of a name; NaN where it has none. */
    public Estimate model(String figure) {
        return model.getOrDefault(figure, Estimate.NONE);
    }

    /** A rule's figure of a name; NaN where it has none. */
    public Estimate rule(String rule, String figure) {
        return rules.getOrDefault(rule, Map.of()).getOrDefault(figure, Estimate.NONE);
    }

    /** The difference of a figure; NaN where there is none. */
    public Difference difference(String figure) {
        return differences.getOrDefault(figure, new Difference("", Double.NaN, Double.NaN, Double.NaN, true));
    }

    /** A figure with its 95 % interval. */
    public record Estimate(double value, double low, double high) {
        static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN);
    }

    /**
     * How far the model is from the best rule, positive where its figure is higher.
     *
     * @param overRule the rule that is best by this figure on these very rows
     * @param low of its 95 % interval, both figures taken on the same draws
     * @param high of its 95 % interval
     * @param higherIsBetter of the figure; where not, a difference below 0 is the model's win
     */
    public record Difference(String overRule, double value, double low, double high, boolean higherIsBetter) {

        /** Whether the whole interval is on the good side of 0. */
        public boolean isWin() {
            return higherIsBetter ? low > 0 : high < 0;
        }
    }

    /**
     * Compares. All figures of a draw are taken of the same shoppers, so that what is common to
     * model and rule does not widen the difference.
     *
     * @param users the shopper of each row
     * @throws IllegalArgumentException where there is no row
     */
    public static Comparison of(List<String> users, Contestant model, List<Contestant> rules, long seed) {
        if (users.isEmpty()) {
            throw new IllegalArgumentException("Expected rows to compare on, found none");
        }
        Drawn ofModel = new Drawn(model);
        List<Drawn> ofRules = rules.stream().map(Drawn::new).toList();
        int[] ones = Ranking.ones(users.size());
        ofModel.whole(ones);
        ofRules.forEach(rule -> rule.whole(ones));
        Resampling.of(users, seed, DRAWS, weights -> {
            ofModel.draw(weights);
            ofRules.forEach(rule -> rule.draw(weights));
        });
        Map<String, Difference> differences = new LinkedHashMap<>();
        for (Figure figure : model.figures().keySet()) {
            Drawn best = best(ofRules, figure);
            if (best != null) {
                differences.put(figure.name(), difference(ofModel, best, figure));
            }
        }
        Map<String, Map<String, Estimate>> byRule = new LinkedHashMap<>();
        ofRules.forEach(rule -> byRule.put(rule.contestant.name(), rule.estimates()));
        return new Comparison(users.size(), new HashSet<>(users).size(), ofModel.estimates(), byRule, differences);
    }

    /** Compares the first of several contestants, the model, with the others. */
    public static Comparison of(List<String> users, List<Contestant> modelFirst, long seed) {
        return of(users, modelFirst.get(0), modelFirst.subList(1, modelFirst.size()), seed);
    }

    private static @Nullable Drawn best(List<Drawn> rules, Figure figure) {
        Drawn best = null;
        for (Drawn rule : rules) {
            Double value = rule.values.get(figure);
            if (value == null || !Double.isFinite(value)) {
                continue;
            }
            double atBest = best == null ? Double.NaN : best.values.getOrDefault(figure, Double.NaN);
            if (best == null || (figure.higherIsBetter() ? value > atBest : value < atBest)) {
                best = rule;
            }
        }
        return best;
    }

    private static Difference difference(Drawn model, Drawn rule, Figure figure) {
        double[] ofModel = model.draws.getOrDefault(figure, new double[0]);
        double[] ofRule = rule.draws.getOrDefault(figure, new double[0]);
        double[] differences = new double[ofModel.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = ofModel[i] - ofRule[i];
        }
        Interval interval = Interval.percentiles(differences);
        return new Difference(
                rule.contestant.name(),
                model.values.getOrDefault(figure, Double.NaN) - rule.values.getOrDefault(figure, Double.NaN),
                interval.low(),
                interval.high(),
                figure.higherIsBetter());
    }

    /** A contestant's figures on all rows and on each draw. */
    private static final class Drawn {
        private final Contestant contestant;
        private final Map<Figure, Double> values = new LinkedHashMap<>();
        private final Map<Figure, double[]> draws = new LinkedHashMap<>();
        private int drawn;

        private Drawn(Contestant contestant) {
            this.contestant = contestant;
        }

        private void whole(int[] ones) {
            contestant.figures().forEach((figure, of) -> {
                values.put(figure, of.applyAsDouble(ones));
                draws.put(figure, new double[DRAWS]);
            });
        }

        private void draw(int[] weights) {
            for (Map.Entry<Figure, double[]> entry : draws.entrySet()) {
                ToDoubleFunction<int[]> of = contestant.figures().get(entry.getKey());
                entry.getValue()[drawn] = of == null ? Double.NaN : of.applyAsDouble(weights);
            }
            drawn++;
        }

        private Map<String, Estimate> estimates() {
            Map<String, Estimate> estimates = new LinkedHashMap<>();
            values.forEach((figure, value) -> {
                Interval interval = Interval.percentiles(draws.getOrDefault(figure, new double[0]));
                estimates.put(figure.name(), new Estimate(value, interval.low(), interval.high()));
            });
            return estimates;
        }
    }
}
