package io.leeway.evaluation;

import static io.leeway.evaluation.ReportText.text;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A model beside the rules it must beat, on the same rows. */
public record Comparison(
        int rows,
        int shoppers,
        Map<String, Estimate> model,
        Map<String, Map<String, Estimate>> rules,
        Map<String, Difference> differences) {
    static final int DRAWS = 1000;

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

    /**
     * A figure with its 95 % interval by the percentile bootstrap (Efron 1979) over shoppers, not
     * rows: rows of one shopper are alike, and counted singly they would make it too narrow.
     */
    public record Estimate(double value, double low, double high) {
        static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN);
        private static final int RESAMPLES = 300;

        /**
         * From 300 draws.
         *
         * @param figure the figure with each row counted so many times; a draw of which it makes no
         *     finite number is left out
         * @throws IllegalArgumentException where no draw has a figure
         */
        public static Estimate of(List<String> users, long seed, ToDoubleFunction<int[]> figure) {
            double[] figures = new double[RESAMPLES];
            int[] draw = {0};
            Resampling.of(users, seed, RESAMPLES, weights -> figures[draw[0]++] = figure.applyAsDouble(weights));
            Estimate estimate = of(figure.applyAsDouble(Metrics.ones(users.size())), figures);
            if (Double.isNaN(estimate.low)) {
                throw new IllegalArgumentException("No draw has a figure");
            }
            return estimate;
        }

        /** With the middle 95 % of the finite draws; NaN where none is. */
        private static Estimate of(double value, double[] draws) {
            double[] known =
                    Arrays.stream(draws).filter(Double::isFinite).sorted().toArray();
            return known.length == 0
                    ? new Estimate(value, Double.NaN, Double.NaN)
                    : new Estimate(value, known[(int) (0.025 * known.length)], known[(int) (0.975 * known.length)]);
        }

        /** Value, low and high in a format of three numbers. */
        public String in(String format) {
            return text(format, value, low, high);
        }
    }

    /**
     * How far the model is from the best rule, positive where its figure is higher.
     *
     * @param overRule the rule that is best by this figure on these very rows
     * @param low of its 95 % interval, both figures taken on the same draws
     * @param higherIsBetter of the figure; where not, a difference below 0 is the model's win
     */
    public record Difference(String overRule, double value, double low, double high, boolean higherIsBetter) {
        /** Whether the whole interval is on the good side of 0. */
        public boolean isWin() {
            return higherIsBetter ? low > 0 : high < 0;
        }

        /** Value, low, high and rule in a format of three numbers and a text. */
        public String in(String format) {
            return text(format, value, low, high, overRule);
        }
    }

    /**
     * All figures of a draw are taken of the same shoppers, so that what is common to model and
     * rule does not widen the difference.
     *
     * @throws IllegalArgumentException where there is no row
     */
    public static Comparison of(List<String> users, Contestant model, List<Contestant> rules, long seed) {
        if (users.isEmpty()) {
            throw new IllegalArgumentException("Expected rows to compare on, found none");
        }
        Drawn ofModel = new Drawn(model);
        List<Drawn> ofRules = rules.stream().map(Drawn::new).toList();
        int[] ones = Metrics.ones(users.size());
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
        Estimate estimate = Estimate.of(
                model.values.getOrDefault(figure, Double.NaN) - rule.values.getOrDefault(figure, Double.NaN),
                differences);
        return new Difference(
                rule.contestant.name(), estimate.value, estimate.low, estimate.high, figure.higherIsBetter());
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
            values.forEach((figure, value) ->
                    estimates.put(figure.name(), Estimate.of(value, draws.getOrDefault(figure, new double[0]))));
            return estimates;
        }
    }
}
