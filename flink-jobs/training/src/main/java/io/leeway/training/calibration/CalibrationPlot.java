package io.leeway.training.calibration;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.evaluation.Reliability;
import io.leeway.text.VisibleText;

/** A reliability diagram as SVG; the same bins give the same bytes. */
public final class CalibrationPlot {
    private static final int SIDE = 320;
    private static final int EDGE = 48;

    private CalibrationPlot() {}

    public static String svg(Reliability reliability, String title) {
        StringBuilder svg = new StringBuilder();
        int size = SIDE + 2 * EDGE;
        line(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                size,
                size);
        line(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", size, size);
        line(svg, "<text x=\"%d\" y=\"24\">%s</text>", EDGE, VisibleText.html(title));
        for (int tick = 0; tick <= 4; tick++) {
            double at = tick / 4.0;
            line(
                    svg,
                    "<path d=\"M%.1f %.1fV%.1fM%.1f %.1fH%.1f\" stroke=\"#ddd\"/>",
                    x(at),
                    y(0),
                    y(1),
                    x(0),
                    y(at),
                    x(1));
            line(svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%.2f</text>", x(at), y(0) + 16, at);
            line(svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%.2f</text>", x(0) - 6, y(at) + 4, at);
        }
        line(svg, "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#999\" stroke-dasharray=\"4\"/>", x(0), y(0), x(1), y(1));
        StringBuilder path = new StringBuilder();
        for (Reliability.Bin bin : reliability.bins()) {
            path.append(text("%s%.1f %.1f", path.isEmpty() ? "M" : "L", x(bin.predicted()), y(bin.happened())));
            line(
                    svg,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#1f6f8b\"/>",
                    x(bin.predicted()),
                    y(bin.happened()));
        }
        line(svg, "<path d=\"%s\" fill=\"none\" stroke=\"#1f6f8b\"/>", path);
        line(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">said</text>", x(0.5), size - 8);
        line(svg, "<text transform=\"translate(14 %.1f) rotate(-90)\" text-anchor=\"middle\">came</text>", y(0.5));
        return svg.append("</svg>\n").toString();
    }

    private static double x(double share) {
        return EDGE + SIDE * share;
    }

    private static double y(double share) {
        return EDGE + SIDE * (1 - share);
    }

    private static void line(StringBuilder svg, String format, Object... values) {
        svg.append(text(format, values)).append('\n');
    }
}
