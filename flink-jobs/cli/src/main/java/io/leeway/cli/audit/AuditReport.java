package io.leeway.cli.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.leeway.cli.console.Percentiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found. Its JSON has these names.
 *
 * @param historyEvents events read from history
 * @param liveEvents records read from Kafka, heartbeats aside
 * @param applied events that changed a profile
 * @param duplicates events dropped because their shopper had seen them
 * @param late live events that came too late
 * @param dead events that were rejected
 * @param erased events that an erasure overruled
 * @param scoresExpected scores of the fault-free reference run
 * @param scoresCommitted records on the score topics, tombstones aside, as a reader of committed records sees them
 * @param scoresLost expected, not committed
 * @param scoresDoubled committed again
 * @param scoresUnexpected committed, not expected; distinct
 * @param valuesDiffering committed and expected, but with figures that differ by more than 1e-6
 * @param scoresBackfill of the committed, those with an as-of time before the seam
 * @param scoresLive of the committed, the others
 * @param byModel committed scores by model
 * @param byTrigger committed scores by trigger; one of two triggers counts under both
 * @param restarts how often the job was restarted
 * @param restartCauses why, each time
 * @param bundleRowsP50 rows of the bundle that made a live score, the median of live scores; null where it is not known
 * @param scoringMillis wall clock from the watermark's passing the as-of time to the emission, live scores; null where it is not known
 * @param visibleMillis wall clock from the append of the triggering event to a read-committed read, live scores but those due to silence; null where it is not known
 * @param watermarkDelayMillis by how much the watermark stays behind the records' timestamps, event time
 * @param checkpointIntervalMillis wall clock
 * @param speed seconds of the shop's clock a second of wall clock
 * @param models what scored
 * @param decisions what was decided and what came of it; null where nobody decided
 * @param problems what does not hold, a sentence each; empty when all holds
 */
public record AuditReport(
        long historyEvents,
        long liveEvents,
        long applied,
        long duplicates,
        long late,
        long dead,
        long erased,
        long scoresExpected,
        long scoresCommitted,
        long scoresLost,
        long scoresDoubled,
        long scoresUnexpected,
        long valuesDiffering,
        long scoresBackfill,
        long scoresLive,
        Map<String, Long> byModel,
        Map<String, Long> byTrigger,
        long restarts,
        List<String> restartCauses,
        @Nullable Double bundleRowsP50,
        @Nullable Percentiles scoringMillis,
        @Nullable Percentiles visibleMillis,
        long watermarkDelayMillis,
        long checkpointIntervalMillis,
        double speed,
        List<Model> models,
        @Nullable DecisionReport decisions,
        List<String> problems) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * A model that scored.
     *
     * @param digest SHA-256, hexadecimal
     * @param metrics figures on a later time split, its own and the simple rule's: {@code auc} and {@code recency.auc}
     */
    public record Model(String name, long version, String digest, Map<String, Double> metrics) {
        public Model {
            metrics = Map.copyOf(metrics);
        }
    }

    public AuditReport {
        restartCauses = List.copyOf(restartCauses);
        models = List.copyOf(models);
        problems = List.copyOf(problems);
    }

    /** Whether nothing is wrong. */
    public boolean holds() {
        return problems.isEmpty();
    }

    /** Writes it as JSON; the folder is created. */
    public void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        JSON.writeValue(file.toFile(), this);
    }

    /** A report that {@link #write} wrote. */
    public static AuditReport read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), AuditReport.class);
    }
}
