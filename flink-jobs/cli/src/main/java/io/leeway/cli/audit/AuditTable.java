package io.leeway.cli.audit;

import static io.leeway.cli.console.TextTable.count;

import io.leeway.cli.console.Percentiles;
import io.leeway.cli.console.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
                        count(events.history() + events.live()),
                        "history " + count(events.history()) + ", live " + count(events.live()))
                .row("  applied", count(events.applied()))
                .row("  duplicates", count(events.duplicates()))
                .row("  late", count(events.late()))
                .row("  dead", count(events.dead()))
                .row("  erased", count(events.erased()))
                .row("  objected", count(events.objected()))
                .row("scores expected", count(scores.expected()), "by a fault-free run of the same input")
                .row(
                        "scores committed",
                        count(scores.committed()),
                        "backfill " + count(scores.backfill()) + ", live " + count(scores.live()))
                .row("  lost", count(scores.lost()))
                .row("  doubled", count(scores.doubled()))
                .row("  unexpected", count(scores.unexpected()))
                .row("  other values", count(scores.differing()))
                .row("by model", "", counts(scores.byModel()))
                .row("by trigger", "", counts(scores.byTrigger()))
                .row("restarts", count(report.run().restarts()))
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
        TextTable compared = new TextTable();
        new TreeMap<>(report.decisionCounts())
                .forEach((topic, counts) -> compared.row(
                        topic,
                        count(counts.committed()),
                        "of " + count(counts.expected()) + " by an undisturbed run: lost " + count(counts.lost())
                                + ", doubled " + count(counts.doubled()) + ", unexpected "
                                + count(counts.unexpected()) + ", other values " + count(counts.differing())
                                + (counts.notYet() == 0 ? "" : ", still to come " + count(counts.notYet()))));
        lines.addAll(compared.lines());
        lines.add("");
        lines.add(
                report.holds() ? "HOLDS: nothing lost, nothing doubled, every event accounted for" : "DOES NOT HOLD:");
        report.problems().forEach(problem -> lines.add("  - " + problem));
        return lines;
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count(count.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String millis(@Nullable Percentiles percentiles) {
        return percentiles == null
                ? "–"
                : "p50 " + count((long) percentiles.p50()) + " ms, p99 " + count((long) percentiles.p99()) + " ms";
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
                        count(decisions.lists()) + " lists",
                        sum(decisions.recommendations(), "items", "clicks", DecisionFigures::clicks) + whose)
                .row(
                        "campaigns",
                        count(decisions.campaigns().size()),
                        sum(decisions.campaigns(), "bids", "conversions", DecisionFigures::conversions) + whose)
                .row(
                        "win-back",
                        count(decisions.winBack().size()) + " groups",
                        sum(decisions.winBack(), "shoppers", "came back", DecisionFigures::returns) + whose)
                .lines();
    }

    private static String sum(
            Map<String, DecisionFigures> of, String decided, String came, ToLongFunction<DecisionFigures> figure) {
        return count(of.values().stream().mapToLong(DecisionFigures::decided).sum()) + " " + decided + ", "
                + count(of.values().stream().mapToLong(figure).sum()) + " " + came;
    }
}
