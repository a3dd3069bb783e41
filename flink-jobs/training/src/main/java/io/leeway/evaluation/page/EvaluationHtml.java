package io.leeway.evaluation.page;

import static io.leeway.evaluation.ReportText.text;
import static io.leeway.text.VisibleText.html;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Comparison.Difference;
import io.leeway.evaluation.Comparison.Estimate;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An evaluation for people: one page that needs nothing but itself, in light and dark. */
public final class EvaluationHtml {
    private static final String STYLE = "/io/leeway/evaluation/report.css";

    private EvaluationHtml() {}

    public static void write(Evaluation evaluation, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, of(evaluation));
    }

    static String of(Evaluation evaluation) throws IOException {
        StringBuilder page = new StringBuilder();
        String task = html(evaluation.task());
        page.append(text(
                "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
                        + "<meta name='viewport' content='width=device-width,initial-scale=1'><title>Leeway: %s</title>"
                        + "<style>%s</style></head><body><main><div class='kicker'>Leeway · evaluation · %s</div>"
                        + "<h1>%s</h1><ul class='protocol'>",
                task, style(), task, html(evaluation.headline())));
        evaluation.protocol().forEach(line -> page.append(text("<li>%s</li>", html(line))));
        page.append("</ul><h2>The model beside the rules</h2>");
        table(evaluation.comparison(), page);
        page.append("<h2>Charts</h2><div class='charts'>");
        evaluation.charts().forEach(chart -> chart(chart, page));
        page.append("</div>");
        evaluation.origins().forEach((name, comparison) -> {
            page.append(text("<h2>Beside it: %s</h2>", html(name)));
            table(comparison, page);
        });
        if (!evaluation.notes().isEmpty()) {
            page.append("<h2>Mind</h2><div class='notes'>");
            evaluation.notes().forEach(note -> page.append(text("<p>%s</p>", html(note))));
            page.append("</div>");
        }
        page.append("<h2>Facts</h2><div class='card'><dl>");
        evaluation
                .facts()
                .forEach((name, value) -> page.append(text("<dt>%s</dt><dd>%s</dd>", html(name), html(value))));
        return page.append("</dl></div></main></body></html>\n").toString();
    }

    private static void table(Comparison comparison, StringBuilder page) {
        page.append("<div class='card scroll'><table><thead><tr><th></th><th>model</th>");
        comparison.rules().keySet().forEach(rule -> page.append(text("<th>%s</th>", html(rule))));
        page.append("<th>model less the best rule</th></tr></thead><tbody>");
        comparison.model().forEach((figure, estimate) -> {
            Difference difference = comparison.differences().get(figure);
            page.append(text("<tr><td>%s</td>", html(figure)));
            cell(estimate, "model", page);
            comparison.rules().forEach((rule, figures) -> {
                boolean best = difference != null && difference.overRule().equals(rule);
                cell(figures.get(figure), best ? "best" : "", page);
            });
            difference(difference, page);
            page.append("</tr>");
        });
        page.append("</tbody></table></div>");
    }

    private static void cell(@Nullable Estimate estimate, String style, StringBuilder page) {
        if (estimate == null || Double.isNaN(estimate.value())) {
            page.append("<td>–</td>");
            return;
        }
        page.append("<td class='").append(style).append(estimate.in("'>%.3f<small>%.3f – %.3f</small></td>"));
    }

    private static void difference(@Nullable Difference difference, StringBuilder page) {
        if (difference == null) {
            page.append("<td></td>");
            return;
        }
        boolean lost = difference.higherIsBetter() ? difference.high() < 0 : difference.low() > 0;
        page.append(text(
                "<td class='%s'>%+.3f<small>%+.3f to %+.3f over %s</small></td>",
                difference.isWin() ? "win" : lost ? "lose" : "",
                difference.value(),
                difference.low(),
                difference.high(),
                html(difference.overRule())));
    }

    private static void chart(EvaluationChart chart, StringBuilder page) {
        page.append(text("<div class='card'><h3>%s</h3>%s", html(chart.title()), Svg.of(chart)));
        if (chart instanceof EvaluationChart.Lines lines) {
            page.append("<div class='legend'>");
            for (int i = 0; i < lines.lines().size(); i++) {
                String name = html(lines.lines().get(i).name());
                page.append(text("<span style='--k:var(--c%d)'>%s</span>", i % Svg.COLOURS, name));
            }
            page.append("</div>");
        }
        page.append("</div>");
    }

    private static String style() throws IOException {
        try (InputStream css = EvaluationHtml.class.getResourceAsStream(STYLE)) {
            if (css == null) {
                throw new IOException("Expected " + STYLE + " among the classes, found none; build again");
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
