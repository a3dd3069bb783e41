package io.leeway.cli.audit;

import io.leeway.cli.console.Percentiles;
import io.leeway.cli.console.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report as people read it in a terminal. */
final class AuditTable {

    private AuditTable() {}

    /** The figures, then a verdict. */
    static List<String> lines(AuditReport report) {
        AuditReport.EventCounts events = report.events();
        AuditReport.ScoreCounts scores = report.scores();
        AuditReport.ScoreDelays delays = report.delays();
        List<String> lines = new ArrayList<>(new TextTable()
                .row(
                        "events in",
                        number(events.history() + events.live()),
                        "history " + number(events.history()) + ", live " + number(events.live()))
                .row("  applied", number(events.applied()))
                .row("  duplicates", number(events.duplicates()))
                .row("  late", number(events.late()))
                .row("  dead", number(events.dead()))
                .row("  erased", number(events.erased()))
                .row("scores expected", number(scores.expected()), "by a fault-free run of the same input")
                .row(
                        "scores committed",
                        number(scores.committed()),
                        "backfill " + number(scores.backfill()) + ", live " + number(scores.live()))
                .row("  lost", number(scores.lost()))
                .row("  doubled", number(scores.doubled()))
                .row("  unexpected", number(scores.unexpected()))
                .row("  other values", number(scores.differing()))
                .row("by model", "", counts(scores.byModel()))
                .row("by trigger", "", counts(scores.byTrigger()))
                .row("restarts", number(report.run().restarts()))
                .row("rows a bundle", "", delays.bundleRowsP50() == null ? "–" : "p50 " + delays.bundleRowsP50())
                .row("due to scored", "", millis(delays.scoringMillis()))
                .row(
                        "event to visible",
                        "",
                        millis(delays.visibleMillis())
                                + ", at " + decimal(report.run().speed()) + "× the shop's clock, checkpoints every "
                                + report.run().checkpointIntervalMillis() + " ms")
                .lines());
        for (AuditReport.Model model : report.run().models()) {
            lines.add("model " + model.name() + " " + model.version() + "  "
                    + model.digest().substring(0, Math.min(12, model.digest().length())) + "  "
                    + model.metrics().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(metric -> metric.getKey() + " " + decimal(metric.getValue()))
                            .collect(Collectors.joining(", ")));
        }
        lines.addAll(decisions(report.decisions()));
        lines.add("");
        lines.add(
                report.holds() ? "HOLDS: nothing lost, nothing doubled, every event accounted for" : "DOES NOT HOLD:");
        report.problems().forEach(problem -> lines.add("  - " + problem));
        return lines;
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + number(count.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String millis(@Nullable Percentiles percentiles) {
        return percentiles == null
                ? "–"
                : "p50 " + number((long) percentiles.p50()) + " ms, p99 " + number((long) percentiles.p99()) + " ms";
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, number >= 10 ? "%.0f" : "%.3f", number);
    }

    private static List<String> decisions(@Nullable DecisionReport decisions) {
        if (decisions == null) {
            return List.of();
        }
        String whose = decisions.simulated() ? "  (simulated)" : "";
        return new TextTable()
                .row(
                        "recommendations",
                        number(decisions.lists()) + " lists",
                        sum(decisions.recommendations(), "items", "clicks", DecisionFigures::clicks) + whose)
                .row(
                        "campaigns",
                        number(decisions.campaigns().size()),
                        sum(decisions.campaigns(), "bids", "conversions", DecisionFigures::conversions) + whose)
                .row(
                        "win-back",
                        number(decisions.winBack().size()) + " groups",
                        sum(decisions.winBack(), "shoppers", "came back", DecisionFigures::returns) + whose)
                .lines();
    }

    private static String sum(
            Map<String, DecisionFigures> of, String decided, String came, ToLongFunction<DecisionFigures> figure) {
        return number(of.values().stream().mapToLong(DecisionFigures::decided).sum()) + " " + decided + ", "
                + number(of.values().stream().mapToLong(figure).sum()) + " " + came;
    }
}
