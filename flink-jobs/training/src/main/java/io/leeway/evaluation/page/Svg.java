package io.leeway.evaluation.page;

import static io.leeway.evaluation.ReportText.text;
import static io.leeway.text.VisibleText.html;

import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.Reliability;
import java.util.ArrayList;
import java.util.List;

/** Draws charts as SVG inside a page: colours and type are the page's, by class. */
final class Svg {
    static final int COLOURS = 8;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 380;
    private static final int LEFT = 56;
    private static final int RIGHT = 16;
    private static final int TOP = 14;
    private static final int BOTTOM = 48;

    private final StringBuilder svg = new StringBuilder();
    private final double lowX;
    private final double highX;
    private final double lowY;
    private final double highY;

    private Svg(double lowX, double highX, double lowY, double highY) {
        this.lowX = lowX;
        this.highX = highX > lowX ? highX : lowX + 1;
        this.lowY = lowY;
        this.highY = highY > lowY ? highY : lowY + 1;
    }

    static String of(EvaluationChart chart) {
        if (chart instanceof EvaluationChart.Lines lines) {
            return lines(lines);
        }
        if (chart instanceof EvaluationChart.Calibration calibration) {
            return calibration(calibration);
        }
        if (chart instanceof EvaluationChart.Points points) {
            return points(points);
        }
        return HeatMap.of((EvaluationChart.Heat) chart);
    }

    private static String lines(EvaluationChart.Lines chart) {
        List<double[]> all = new ArrayList<>(chart.reference());
        chart.lines().forEach(line -> all.addAll(line.points()));
        double mostX = all.stream().mapToDouble(point -> point[0]).max().orElse(1);
        double mostY = all.stream().mapToDouble(point -> point[1]).max().orElse(1);
        Svg svg = new Svg(0, Math.max(1, mostX), 0, mostY <= 1 && mostY > 0.5 ? 1 : mostY * 1.08);
        svg.begin(chart.title());
        svg.axes(chart.x(), chart.y());
        svg.line(chart.reference(), "reference");
        for (int i = chart.lines().size() - 1; i >= 0; i--) {
            svg.line(chart.lines().get(i).points(), "line c" + i % COLOURS);
        }
        return svg.end();
    }

    private static String calibration(EvaluationChart.Calibration chart) {
        Svg svg = new Svg(0, 1, 0, 1);
        svg.begin(chart.title());
        double most = chart.reliability().bins().stream()
                .mapToDouble(Reliability.Bin::rows)
                .max()
                .orElse(1);
        for (Reliability.Bin bin : chart.reliability().bins()) {
            double height = 0.22 * bin.rows() / most;
            svg.add(
                    "<rect class='count' x='%.1f' y='%.1f' width='%.1f' height='%.1f'><title>%,.0f shoppers</title></rect>",
                    svg.x(bin.predicted() - 0.02),
                    svg.y(height),
                    svg.x(0.04) - svg.x(0),
                    svg.y(0) - svg.y(height),
                    bin.rows());
            svg.add(
                    "<text class='tick' text-anchor='middle' x='%.1f' y='%.1f'>%,.0f</text>",
                    svg.x(bin.predicted()), svg.y(height) - 4, bin.rows());
        }
        svg.axes("predicted probability", "share that stayed away (bars: how many shoppers)");
        svg.line(List.of(new double[] {0, 0}, new double[] {1, 1}), "reference");
        svg.line(
                chart.reliability().bins().stream()
                        .map(bin -> new double[] {bin.predicted(), bin.happened()})
                        .toList(),
                "line c0");
        for (Reliability.Bin bin : chart.reliability().bins()) {
            double error = 1.96 * Math.sqrt(bin.happened() * (1 - bin.happened()) / bin.rows());
            svg.add(
                    "<line class='whisker' x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f'/>",
                    svg.x(bin.predicted()),
                    svg.x(bin.predicted()),
                    svg.y(Math.max(0, bin.happened() - error)),
                    svg.y(Math.min(1, bin.happened() + error)));
            svg.add(
                    "<circle class='dot' cx='%.1f' cy='%.1f' r='4'><title>predicted %.3f, happened %.3f</title></circle>",
                    svg.x(bin.predicted()), svg.y(bin.happened()), bin.predicted(), bin.happened());
        }
        return svg.end();
    }

    private static String points(EvaluationChart.Points chart) {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (EvaluationChart.Point point : chart.points()) {
            low = Math.min(low, Math.min(point.x(), point.low()));
            high = Math.max(high, Math.max(point.x(), point.high()));
        }
        Svg svg = new Svg(low, high, low, high);
        svg.begin(chart.title());
        svg.axes(chart.x(), chart.y());
        svg.line(List.of(new double[] {low, low}, new double[] {high, high}), "reference");
        for (EvaluationChart.Point point : chart.points()) {
            svg.add(
                    "<line class='whisker' x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f'/>",
                    svg.x(point.x()), svg.x(point.x()), svg.y(point.low()), svg.y(point.high()));
            svg.add(
                    "<circle class='dot' cx='%.1f' cy='%.1f' r='4'><title>%s: %.2f, %.2f</title></circle>",
                    svg.x(point.x()), svg.y(point.y()), html(point.name()), point.x(), point.y());
        }
        return svg.end();
    }

    private void begin(String title) {
        add("<svg viewBox='0 0 %d %d' role='img' aria-label='%s'>", WIDTH, HEIGHT, html(title));
    }

    private String end() {
        return svg.append("</svg>").toString();
    }

    private void axes(String nameX, String nameY) {
        for (double tick : Ticks.of(lowX, highX)) {
            add("<line class='grid' x1='%.1f' x2='%.1f' y1='%d' y2='%d'/>", x(tick), x(tick), TOP, HEIGHT - BOTTOM);
            add(
                    "<text class='tick' text-anchor='middle' x='%.1f' y='%d'>%s</text>",
                    x(tick), HEIGHT - BOTTOM + 17, Ticks.label(tick));
        }
        for (double tick : Ticks.of(lowY, highY)) {
            add("<line class='grid' x1='%d' x2='%d' y1='%.1f' y2='%.1f'/>", LEFT, WIDTH - RIGHT, y(tick), y(tick));
            add(
                    "<text class='tick' text-anchor='end' x='%d' y='%.1f'>%s</text>",
                    LEFT - 7, y(tick) + 4, Ticks.label(tick));
        }
        add(
                "<text class='axis' text-anchor='middle' x='%d' y='%d'>%s</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, html(nameX));
        add(
                "<text class='axis' text-anchor='middle' transform='translate(14 %d) rotate(-90)'>%s</text>",
                (TOP + HEIGHT - BOTTOM) / 2, html(nameY));
    }

    private void line(List<double[]> points, String style) {
        if (points.isEmpty()) {
            return;
        }
        StringBuilder path = new StringBuilder();
        for (double[] point : points) {
            path.append(text("%s%.1f %.1f", path.isEmpty() ? "M" : "L", x(point[0]), y(point[1])));
        }
        add("<path class='%s' d='%s'/>", style, path);
    }

    private double x(double value) {
        return LEFT + (value - lowX) / (highX - lowX) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (value - lowY) / (highY - lowY) * (HEIGHT - TOP - BOTTOM);
    }

    private void add(String format, Object... values) {
        svg.append(text(format, values));
    }
}
