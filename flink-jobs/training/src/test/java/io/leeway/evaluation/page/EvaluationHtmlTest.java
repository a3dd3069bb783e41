package io.leeway.evaluation.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.ScoredOutcomes;
import io.leeway.text.VisibleText;
import io.leeway.training.calibration.CalibrationPlot;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

class EvaluationHtmlTest {

    private static final ScoredOutcomes OUTCOMES = new ScoredOutcomes(
            new double[] {0.9, 0.7, 0.6, 0.2}, new boolean[] {true, true, false, false}, true, OptionalDouble.of(0.5));

    @Test
    void thePageStandsAloneAndShowsWhatWasMeasured() throws Exception {
        String page = EvaluationHtml.of(evaluation());
        assertThat(page)
                .contains("Who &lt;stays&gt;?")
                .doesNotContain("<stays>")
                .contains("over recency")
                .contains("Mind this.")
                .contains("prefers-color-scheme:dark")
                .doesNotContainPattern("(src|href)=|url\\(|https?://|<script");
    }

    @Test
    void everyChartIsWellFormed() throws Exception {
        Matcher charts = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(EvaluationHtml.of(evaluation()));
        int found = 0;
        while (charts.find()) {
            String svg = charts.group();
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
            assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
            found++;
        }
        assertThat(found).isEqualTo(3);
    }

    /** Categories, rules, notes and facts are data; in any place of the page they are text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=HYPERLINK(\"x\")",
                "<script>alert(1)",
                "</script>",
                "</style></svg><!--",
                "' onload='alert(1)",
                "\u001b[2J\u009b",
                "\u202eu\u200f",
                "a\u2028b\n\n"
            })
    void textOfDataIsInert(String id) throws Exception {
        String plain = EvaluationHtml.of(evaluation("id"));
        String page = EvaluationHtml.of(evaluation(id));
        assertThat(page.codePoints().filter(each -> each != '\n'))
                .noneMatch(each -> Character.isISOControl(each)
                        || List.of(Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR)
                                .contains((byte) Character.getType(each)));
        assertThat(page.replace(VisibleText.html(id), "id")).isEqualTo(plain);
        String shown = VisibleText.html(id);
        assertThat(shown).doesNotContainPattern("[<>'\"\n]");
        assertThat(CalibrationPlot.svg(OUTCOMES.reliability(), id)).contains(">" + shown + "<");
    }

    @Test
    void ticksAreRound() {
        assertThat(Ticks.of(0, 1)).containsExactly(0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0);
        assertThat(Ticks.of(0, 37)).containsExactly(0.0, 10.0, 20.0, 30.0);
        assertThat(Ticks.label(0.6000000000000001)).isEqualTo("0.6");
        assertThat(Ticks.label(10)).isEqualTo("10");
    }

    private static Evaluation evaluation(String id) {
        Evaluation made = evaluation();
        Comparison comparison = Comparison.of(
                List.of("a", "b", "c", "d"), OUTCOMES.contestant("model"), List.of(OUTCOMES.contestant(id)), 1);
        EvaluationChart.Line line = new EvaluationChart.Line(id, OUTCOMES.roc());
        return new Evaluation(
                id,
                id,
                List.of(id),
                Map.of(id, id),
                comparison,
                Map.of(id, comparison),
                List.of(id),
                List.of(
                        new EvaluationChart.Lines(id, id, id, List.of(), List.of(line)),
                        new EvaluationChart.Points(id, id, id, List.of(new EvaluationChart.Point(id, 1, 1, 0, 2))),
                        new EvaluationChart.Heat(id, id, id, List.of(id), List.of(id), new double[][] {{1}})),
                made.bound());
    }

    private static Evaluation evaluation() {
        Comparison comparison = Comparison.of(
                List.of("a", "b", "c", "d"), OUTCOMES.contestant("model"), List.of(OUTCOMES.contestant("recency")), 1);
        return new Evaluation(
                "churn",
                "Who <stays>?",
                List.of("So."),
                Map.of("rows", "4"),
                comparison,
                Map.of("earlier", comparison),
                List.of("Mind this."),
                List.of(
                        new EvaluationChart.Lines(
                                "ROC",
                                "x",
                                "y",
                                List.of(),
                                List.of(new EvaluationChart.Line("model & co", OUTCOMES.roc()))),
                        new EvaluationChart.Calibration("Calibration", OUTCOMES.reliability()),
                        new EvaluationChart.Heat(
                                "Drift", "to", "from", List.of("a<b", "b"), List.of("a<b", "b"), new double[][] {
                                    {1, 0}, {0, 2}
                                })),
                null);
    }
}
