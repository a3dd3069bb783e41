package io.leeway.cli.cluster;

import static io.leeway.cli.console.TextTable.count;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.leeway.cli.console.PrettyJson;
import io.leeway.cli.console.TextTable;
import io.leeway.cli.console.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a rehearsal found. Its JSON is flat: the fields of the parts, without their names.
 *
 * @param liveEvents read from the topic
 * @param problems what does not hold, each in a sentence; empty when all does
 */
record RehearsalReport(
        @JsonUnwrapped SwitchTimes times,
        @JsonUnwrapped ComparedScores scores,
        long liveEvents,
        String restoredFrom,
        List<String> problems) {

    /**
     * How long the switch took.
     *
     * @param gapSeconds the longest time without a newly committed score, from the call to stop on
     * @param usualGapSeconds the same before it
     * @param stopSeconds from the call to stop until the savepoint was complete and the job had
     *     ended
     * @param startSeconds from there until every task of the next build ran
     */
    record SwitchTimes(double gapSeconds, double usualGapSeconds, double stopSeconds, double startSeconds) {}

    /**
     * Committed scores beside those of an undisturbed run.
     *
     * @param differing in both, with a figure that differs by more than 10⁻⁶
     * @param expected scores of the undisturbed run
     * @param committed scores on the topics, read committed
     */
    record ComparedScores(long lost, long doubled, long unexpected, long differing, long expected, long committed) {}

    RehearsalReport {
        problems = List.copyOf(problems);
    }

    boolean holds() {
        return scores.lost() == 0 && scores.doubled() == 0 && problems.isEmpty();
    }

    void write(Path file) {
        try {
            PrettyJson.write(file, this);
        } catch (IOException e) {
            throw new UserError("Expected to write the report to " + file + ", found: " + e, e);
        }
    }

    List<String> lines() {
        String usual = "before the switch " + seconds(times.usualGapSeconds());
        TextTable table = new TextTable()
                .row("gap in committed scores", seconds(times.gapSeconds()), usual)
                .row("  to stop", seconds(times.stopSeconds()))
                .row("  to start", seconds(times.startSeconds()))
                .row("scores expected", count(scores.expected()), "by an undisturbed run of the same input")
                .row(
                        "scores committed",
                        count(scores.committed()),
                        "of " + count(liveEvents) + " live events and history")
                .row("  lost", count(scores.lost()))
                .row("  doubled", count(scores.doubled()))
                .row("  unexpected", count(scores.unexpected()))
                .row("  other values", count(scores.differing()))
                .row("restored from", restoredFrom);
        List<String> lines = new ArrayList<>(table.lines());
        problems.forEach(problem -> lines.add("  " + problem));
        lines.add(holds() ? "HOLDS: nothing lost, nothing doubled" : "DOES NOT HOLD");
        return lines;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
