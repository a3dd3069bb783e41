package io.leeway.cli.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.leeway.cli.console.Percentiles;
import io.leeway.cli.console.PrettyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found. Its JSON is flat: the fields of the parts, without their names.
 *
 * @param decisions what was decided and its outcomes; null without decisions
 * @param decisionCounts by topic, committed decisions beside those of an undisturbed run; empty
 *     without one
 * @param problems what does not hold, a sentence each; empty when all holds
 */
public record AuditReport(
        @JsonUnwrapped EventCounts events,
        @JsonUnwrapped ScoreCounts scores,
        @JsonUnwrapped ScoreDelays delays,
        @JsonUnwrapped RunFacts run,
        @Nullable DecisionReport decisions,
        Map<String, DecisionCounts> decisionCounts,
        List<String> problems) {

    /**
     * Where every event went.
     *
     * @param live records read from Kafka, heartbeats aside
     * @param duplicates events dropped because their id was in the profile already
     * @param late live events that came too late
     * @param erased events that an erasure overruled
     * @param objected objections, consents and events that an objection kept out
     */
    public record EventCounts(
            @JsonProperty("historyEvents") long history,
            @JsonProperty("liveEvents") long live,
            long applied,
            long duplicates,
            long late,
            long dead,
            long erased,
            long objected) {}

    /**
     * Committed scores beside those of the fault-free reference run.
     *
     * @param committed records on the score topics, read committed, tombstones aside
     * @param lost expected, not committed
     * @param unexpected committed, not expected; distinct
     * @param differing committed and expected, but with figures that differ by more than 1e-6
     * @param backfill of the committed, those with an as-of time before the seam
     * @param live of the committed, the others
     * @param byTrigger committed scores by trigger; one of two triggers counts under both
     */
    public record ScoreCounts(
            @JsonProperty("scoresExpected") long expected,
            @JsonProperty("scoresCommitted") long committed,
            @JsonProperty("scoresLost") long lost,
            @JsonProperty("scoresDoubled") long doubled,
            @JsonProperty("scoresUnexpected") long unexpected,
            @JsonProperty("valuesDiffering") long differing,
            @JsonProperty("scoresBackfill") long backfill,
            @JsonProperty("scoresLive") long live,
            Map<String, Long> byModel,
            Map<String, Long> byTrigger) {}

    /**
     * Of live scores; null where it was not measured.
     *
     * @param bundleRowsP50 rows of the bundle of a score, the median
     * @param scoringMillis wall clock from the watermark's passing the as-of time to the emission
     * @param visibleMillis wall clock from the append of the triggering event to a read-committed
     *     read; scores due to silence aside
     */
    public record ScoreDelays(
            @Nullable Double bundleRowsP50,
            @Nullable Percentiles scoringMillis,
            @Nullable Percentiles visibleMillis) {}

    /**
     * A model that scored.
     *
     * @param digest SHA-256, hexadecimal
     * @param metrics figures on a later time split, its own and the simple rule's: {@code auc} and
     *     {@code recency.auc}
     */
    public record Model(String name, long version, String digest, Map<String, Double> metrics) {
        public Model {
            metrics = Map.copyOf(metrics);
        }
    }

    /**
     * What was found of a topic's decisions.
     *
     * @param expected made by the undisturbed run
     * @param lost expected, not committed, as of the newest committed one or before
     * @param notYet expected, not committed, later than that: the job may not have come to them
     * @param unexpected committed, not expected, as of the newest expected one or before
     * @param differing committed with other values: numbers may differ by 1e-6
     * @param example a problem's id, empty without problems
     */
    public record DecisionCounts(
            long expected,
            long committed,
            long lost,
            long notYet,
            long doubled,
            long unexpected,
            long differing,
            String example) {}

    public AuditReport {
        decisionCounts = Map.copyOf(decisionCounts);
        problems = List.copyOf(problems);
    }

    AuditReport with(List<String> found) {
        return new AuditReport(events, scores, delays, run, decisions, decisionCounts, found);
    }

    public boolean holds() {
        return problems.isEmpty();
    }

    /** Writes it as JSON; the folder is created. */
    public void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        PrettyJson.write(file, this);
    }
}
