package io.leeway.cli.evaluate;

import io.leeway.cli.console.TextTable;
import io.leeway.evaluation.Bound;
import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Comparison.Difference;
import io.leeway.evaluation.Comparison.Estimate;
import io.leeway.evaluation.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An evaluation as lines of a terminal: the model and every rule side by side, a figure a row. */
final class EvaluationTable {

    private EvaluationTable() {}

    static List<String> lines(Evaluation evaluation) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(evaluation.protocol());
        lines.add("");
        lines.addAll(table(evaluation.comparison()));
        Bound bound = evaluation.bound();
        if (bound != null) {
            lines.add("");
            lines.addAll(bound(bound));
        }
        evaluation.origins().forEach((name, comparison) -> {
            lines.add("");
            lines.add("Beside it, " + name + ":");
            lines.addAll(table(comparison));
        });
        lines.add("");
        evaluation.notes().forEach(note -> lines.add("Note: " + note));
        lines.add(evaluation.headline());
        return lines;
    }

    private static List<String> bound(Bound bound) {
        TextTable table = new TextTable();
        table.row("", "best there can be (" + bound.name() + ")", "95 %", "the model's part of it", "95 %");
        bound.figures().forEach((figure, estimate) -> {
            Estimate reached = bound.reached().get(figure);
            table.row(
                    figure,
                    number(estimate),
                    interval(estimate),
                    reached == null ? "" : number(reached),
                    interval(reached));
        });
        return table.lines();
    }

    private static String interval(@Nullable Estimate estimate) {
        return estimate == null ? "" : String.format(Locale.ROOT, "%.3f–%.3f", estimate.low(), estimate.high());
    }

    private static List<String> table(Comparison comparison) {
        TextTable table = new TextTable();
        List<Object> header = new ArrayList<>(List.of("", "model", "95 %"));
        header.addAll(comparison.rules().keySet());
        header.add("less the best rule");
        table.row(header.toArray());
        comparison.model().forEach((figure, estimate) -> {
            List<Object> row = new ArrayList<>();
            row.add(figure);
            row.add(number(estimate));
            row.add(String.format(Locale.ROOT, "%.3f–%.3f", estimate.low(), estimate.high()));
            for (Map<String, Estimate> rule : comparison.rules().values()) {
                row.add(number(rule.get(figure)));
            }
            row.add(difference(comparison.differences().get(figure)));
            table.row(row.toArray());
        });
        return table.lines();
    }

    private static String number(@Nullable Estimate estimate) {
        return estimate == null || Double.isNaN(estimate.value())
                ? "–"
                : String.format(Locale.ROOT, "%.3f", estimate.value());
    }

    private static String difference(@Nullable Difference difference) {
        return difference == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%+.3f [%+.3f, %+.3f] %s%s",
                        difference.value(),
                        difference.low(),
                        difference.high(),
                        difference.overRule(),
                        difference.isWin() ? "  ✓" : "");
    }
}
