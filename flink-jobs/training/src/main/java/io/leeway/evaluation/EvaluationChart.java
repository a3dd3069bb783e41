package io.leeway.evaluation;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A picture of an evaluation, drawn by the page that shows it. */
public sealed interface EvaluationChart {
    String title();

    /**
     * Lines over two axes.
     *
     * @param reference a line to hold them against (chance, perfection), from corner to corner or
     *     along a value; empty for none
     * @param lines the lines, the model's first
     */
    record Lines(String title, String x, String y, List<double[]> reference, List<Line> lines)
            implements EvaluationChart {}

    static Lines roc(String title, String x, String y, Map<String, ScoredOutcomes> outcomes) {
        List<double[]> chance = List.of(new double[] {0, 0}, new double[] {1, 1});
        return new Lines(title, x, y, chance, lines(outcomes, ScoredOutcomes::roc));
    }

    static Lines lift(String x, String y, Map<String, ScoredOutcomes> outcomes) {
        List<double[]> chance = List.of(new double[] {0, 1}, new double[] {1, 1});
        return new Lines("Lift", x, y, chance, lines(outcomes, ScoredOutcomes::liftCurve));
    }

    static <T> List<Line> lines(Map<String, T> contestants, Function<T, List<double[]>> points) {
        return contestants.entrySet().stream()
                .map(entry -> new Line(entry.getKey(), points.apply(entry.getValue())))
                .toList();
    }

    /** A line by its points, each {@code {x, y}}. */
    record Line(String name, List<double[]> points) {}

    record Calibration(String title, Reliability reliability) implements EvaluationChart {}

    /**
     * A matrix of counts or shares.
     *
     * @param values {@code values[row][column]}, at least 0
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
    record Heat(String title, String x, String y, List<String> rows, List<String> columns, double[][] values)
            implements EvaluationChart {}

    /** Points with whiskers over two axes, beside the line on which both are equal. */
    record Points(String title, String x, String y, List<Point> points) implements EvaluationChart {}

    /** A point by its name. */
    record Point(String name, double x, double y, double low, double high) {}
}
