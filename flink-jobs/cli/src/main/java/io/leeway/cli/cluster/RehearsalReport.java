package io.leeway.cli.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.leeway.cli.console.TextTable;
import io.leeway.cli.console.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a rehearsal found.
 *
 * @param gapSeconds the longest time without a newly committed score, from the call to stop on
 * @param usualGapSeconds the same before it
 * @param stopSeconds from the call to stop until the savepoint was there and the job had ended
 * @param startSeconds from there until every task of the next build ran
 * @param lost scores of the undisturbed run that were not committed
 * @param doubled committed more than once
 * @param unexpected committed, and not of the undisturbed run
 * @param differing in both, with a figure that differs by more than 10⁻⁶
 * @param expected scores of the undisturbed run
 * @param committed scores on the topics, read committed
 * @param liveEvents read from the topic
 * @param restoredFrom the savepoint
 * @param problems what does not hold, each in a sentence; empty when all does
 */
record RehearsalReport(
        double gapSeconds,
        double usualGapSeconds,
        double stopSeconds,
        double startSeconds,
        long lost,
        long doubled,
        long unexpected,
        long differing,
        long expected,
        long committed,
        long liveEvents,
        String restoredFrom,
        List<String> problems) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    RehearsalReport {
        problems = List.copyOf(problems);
    }

    boolean holds() {
        return lost == 0 && doubled == 0 && problems.isEmpty();
    }

    void write(Path file) {
        try {
            JSON.writeValue(file.toFile(), this);
        } catch (IOException e) {
            throw new UserError("Expected to write the report to " + file + ", found: " + e, e);
        }
    }

    List<String> lines() {
        TextTable table = new TextTable()
                .row("gap in committed scores", seconds(gapSeconds), "before the switch " + seconds(usualGapSeconds))
                .row("  to stop", seconds(stopSeconds))
                .row("  to start", seconds(startSeconds))
                .row("scores expected", count(expected), "by an undisturbed run of the same input")
                .row("scores committed", count(committed), "of " + count(liveEvents) + " live events and history")
                .row("  lost", count(lost))
                .row("  doubled", count(doubled))
                .row("  unexpected", count(unexpected))
                .row("  other values", count(differing))
                .row("restored from", restoredFrom);
        List<String> lines = new ArrayList<>(table.lines());
        problems.forEach(problem -> lines.add("  " + problem));
        lines.add(holds() ? "HOLDS: nothing lost, nothing doubled" : "DOES NOT HOLD");
        return lines;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
