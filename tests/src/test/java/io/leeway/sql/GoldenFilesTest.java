package io.leeway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.sql.ReferenceScores.Scored;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The golden files say what the reference computes: no query had a hand in them. */
class GoldenFilesTest {

    @BeforeAll
    static void rewrite() {
        if (GoldenFiles.rewrite()) {
            List<List<String>> files = GoldenHistory.files();
            for (int i = 0; i < files.size(); i++) {
                GoldenFiles.write(history(i), files.get(i));
            }
            Map<String, List<ObjectNode>> lines = GoldenFiles.reference();
            GoldenFiles.TABLES.forEach(
                    table -> GoldenFiles.write(GoldenFiles.expected(table), lines.getOrDefault(table, List.of())));
        }
    }

    private static Path history(int file) {
        return GoldenFiles.history().resolve("events-" + (file + 1) + ".jsonl");
    }

    @Test
    void theHistoryIsTheGenerators() {
        List<List<String>> files = GoldenHistory.files();
        for (int i = 0; i < files.size(); i++) {
            assertThat(GoldenFiles.lines(history(i))).isEqualTo(files.get(i));
        }
    }

    @Test
    void theLinesAreTheReferences() {
        Map<String, List<ObjectNode>> lines = GoldenFiles.reference();
        for (String table : GoldenFiles.TABLES) {
            GoldenFiles.requireEqual(
                    table,
                    GoldenFiles.read(List.of(GoldenFiles.expected(table))),
                    lines.getOrDefault(table, List.of()));
        }
    }

    /** A decision that hangs on the last digits would be another one on another machine, and a table of one kind of rows would prove little. */
    @Test
    void nothingIsNearAThresholdAndEveryDecisionGoesBothWays() {
        List<String> lines = new ArrayList<>();
        GoldenFiles.filesBelow(GoldenFiles.history()).forEach(file -> lines.addAll(GoldenFiles.lines(file)));
        List<Scored> scores = ReferenceScores.of(ReferenceEvents.byShopper(lines), GoldenHistory.UNTIL.toEpochMilli());
        for (Scored score : scores) {
            assertThat(Math.abs(score.probability() - ReferenceLines.AT_RISK)).isGreaterThan(1e-4);
            assertThat(Math.abs(score.drift() - ReferenceLines.DRIFTING)).isGreaterThan(1e-4);
            score.to().forEach(gain -> assertThat(Math.abs(gain.value() - ReferenceLines.GAINING))
                    .isGreaterThan(1e-4));
            assertThat(score.request().knifeEdges()).isEmpty();
        }
        List<JsonNode> atRisk = GoldenFiles.read(List.of(GoldenFiles.expected("at_risk")));
        List<JsonNode> audience = GoldenFiles.read(List.of(GoldenFiles.expected("audience")));
        assertThat(atRisk).hasSizeBetween(10, scores.size() / 2);
        assertThat(audience).hasSizeBetween(10, scores.size());
        assertThat(scores.stream().filter(score -> score.drift() < ReferenceLines.DRIFTING))
                .hasSizeGreaterThan(10);
    }
}
