package io.leeway.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.shopper.Task;
import io.leeway.shopper.Trigger;
import io.leeway.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges a report: collects what does not hold, each as a sentence with the figures in it. */
final class AuditProblems {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AuditReport report;
    private final List<String> problems = new ArrayList<>();

    AuditProblems(AuditReport report) {
        this.report = report;
    }

    /** Nothing lost, doubled, unexpected or different; and the comparison itself is sound. */
    void exactlyOnce(CommittedScores.Comparison comparison, long expectedDoubled) {
        Map<String, String> example = comparison.example();
        AuditReport.ScoreCounts scores = report.scores();
        count(scores.lost(), "expected scores are not committed (lost)", example.get("lost"));
        count(scores.doubled(), "scores are committed more than once (doubled)", example.get("doubled"));
        count(scores.unexpected(), "committed scores are not expected (unexpected)", example.get("unexpected"));
        count(scores.differing(), "scores differ from the reference run by more than 1e-6", example.get("differing"));
        count(expectedDoubled, "scores of the reference run are doubled there", null);
    }

    /** No open transaction holds back what was written. */
    void readable(long records, String transactions) {
        count(
                records,
                "records lie behind a transaction that is still open, and cannot be read: " + transactions
                        + "; leeway topics transactions says what may end it",
                null);
    }

    /** Each decision as in an undisturbed run. */
    void decisions(boolean complete) {
        DecisionReport decided = report.decisions();
        require(
                !complete
                        || decided == null
                        || decided.lists() == 0
                        || report.decisionCounts().containsKey(Topics.RECOMMENDATIONS),
                "lists were made, and none by an undisturbed run to compare them with");
        report.decisionCounts().forEach((topic, counts) -> {
            String of = "decisions in " + topic + " ";
            count(counts.lost(), of + "that an undisturbed run makes are not committed (lost)", counts.example());
            count(counts.doubled(), of + "are committed more than once (doubled)", null);
            count(counts.unexpected(), of + "are not made by an undisturbed run (unexpected)", counts.example());
            count(counts.differing(), of + "differ from those of an undisturbed run", counts.example());
            require(!complete || counts.notYet() == 0, counts.notYet() + " " + of + "are still to be made");
        });
    }

    /** No score came behind the progress that the scoring job reported. */
    void inOrder(ProgressCheck progress) {
        count(
                progress.behind(),
                "live scores follow a progress record that passed them, and are late for the decision jobs",
                progress.example());
    }

    /**
     * Every event that came in went somewhere, once, and the side topics hold what the tallies say.
     */
    void events(CounterSums tallies, Map<String, Long> deadLetters, long lateRecords) {
        AuditReport.EventCounts events = report.events();
        long in = events.history() + events.live();
        long out = events.applied()
                + events.duplicates()
                + events.late()
                + events.dead()
                + events.erased()
                + events.objected();
        require(
                in == out,
                "events in " + in + " (history " + events.history() + ", live " + events.live()
                        + ") are not applied " + events.applied() + " + duplicates " + events.duplicates() + " + late "
                        + events.late() + " + dead " + events.dead() + " + erased " + events.erased() + " + objected "
                        + events.objected() + " = " + out);
        require(in > 0, "no events are counted");
        require(
                !tallies.has("lost-ranges"),
                "at most " + tallies.count("lost-events") + " live events, in " + tallies.count("lost-ranges")
                        + " ranges of offsets, were deleted by the brokers before they were read (--on-lost-events continue)");
        require(
                lateRecords == events.late(),
                "late events counted " + events.late() + ", in leeway.late " + lateRecords);
        tallies.deadByStage().forEach((stage, dead) -> {
            long letters = deadLetters.getOrDefault(stage, 0L);
            require(dead == letters, "events rejected by " + stage + " " + dead + ", dead letters " + letters);
        });
    }

    /** What was planted is what was found. */
    void planted(Map<String, Long> planted, CounterSums tallies) {
        JsonNode fields = JSON.valueToTree(report);
        planted.forEach((name, expected) -> {
            JsonNode field = fields.get(name);
            long found = field != null && field.isIntegralNumber() ? field.longValue() : tallies.count(name);
            require(
                    expected == found,
                    name + " planted " + expected + ", found "
                            + (field == null && !tallies.has(name) ? "no such count" : found));
        });
    }

    /** As many and as various scores as were asked for. */
    void enough(long atLeast, boolean complete) {
        AuditReport.ScoreCounts scores = report.scores();
        require(scores.committed() >= atLeast, "expected at least " + atLeast + " scores, found " + scores.committed());
        if (complete) {
            for (Task task : Task.values()) {
                require(scores.byModel().containsKey(task.id()), "no score of the model " + task.id());
            }
            for (Trigger trigger : Trigger.values()) {
                require(scores.byTrigger().containsKey(trigger.id()), "no score due to " + trigger.id());
            }
            require(scores.backfill() > 0, "no backfill score");
            require(scores.live() > 0, "no live score");
        }
    }

    AuditReport reported() {
        return report.with(problems);
    }

    private void count(long found, String what, @Nullable String example) {
        require(found == 0, found + " " + what + (example == null ? "" : ", for example " + example));
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
