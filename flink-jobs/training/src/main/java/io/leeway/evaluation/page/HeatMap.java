package io.leeway.evaluation.page;

import static io.leeway.evaluation.ReportText.text;
import static io.leeway.text.VisibleText.html;

import io.leeway.evaluation.EvaluationChart;

/** A matrix as coloured fields, names beside them. */
final class HeatMap {
    private static final int FIELD = 26;
    private static final int LEFT = 170;
    private static final int TOP = 130;
    private static final int LONGEST = 24;

    private HeatMap() {}

    static String of(EvaluationChart.Heat chart) {
        StringBuilder svg = new StringBuilder();
        double most = 0;
        for (double[] row : chart.values()) {
            for (double value : row) {
                most = Math.max(most, value);
            }
        }
        int width = LEFT + FIELD * chart.columns().size() + 60;
        int height = TOP + FIELD * chart.rows().size() + 12;
        add(svg, "<svg viewBox='0 0 %d %d' role='img' aria-label='%s'>", width, height, html(chart.title()));
        add(svg, "<text class='axis' x='4' y='%d'>%s ↓ · %s →</text>", TOP - 12, html(chart.y()), html(chart.x()));
        for (int column = 0; column < chart.columns().size(); column++) {
            add(
                    svg,
                    "<text class='tick' transform='translate(%d %d) rotate(-55)'>%s</text>",
                    LEFT + FIELD * column + FIELD / 2,
                    TOP - 6,
                    name(chart.columns().get(column)));
        }
        for (int row = 0; row < chart.rows().size(); row++) {
            int y = TOP + FIELD * row;
            add(
                    svg,
                    "<text class='tick' text-anchor='end' x='%d' y='%d'>%s</text>",
                    LEFT - 6,
                    y + FIELD / 2 + 4,
                    name(chart.rows().get(row)));
            for (int column = 0; column < chart.columns().size(); column++) {
                double value = chart.values()[row][column];
                add(
                        svg,
                        "<rect class='heat' x='%d' y='%d' width='%d' height='%d' fill-opacity='%.3f'><title>%s → %s: %s</title></rect>",
                        LEFT + FIELD * column,
                        y,
                        FIELD - 1,
                        FIELD - 1,
                        most > 0 ? 0.04 + 0.96 * value / most : 0.04,
                        html(chart.rows().get(row)),
                        html(chart.columns().get(column)),
                        Ticks.label(value));
            }
        }
        return svg.append("</svg>").toString();
    }

    private static String name(String text) {
        return html(text.length() <= LONGEST ? text : "…" + text.substring(text.length() - LONGEST + 1));
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(text(format, values));
    }
}
