package io.leeway.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file of sql/ that needs no broker, run as a user runs it, against the golden files: computed features in streaming, stored ones in batch, and decisions over stored scores. */
class GoldenRunsIT {
    @TempDir
    private static Path folder;

    private static SqlProgram streaming;
    private static SqlProgram batch;
    private static SqlProgram decisions;

    /** All three at once: most of their time is Java's and TensorFlow's start. */
    @BeforeAll
    static void run() throws Exception {
        Map<String, List<ObjectNode>> reference = GoldenFiles.reference();
        streaming = program("streaming").withHistory().withModels();
        batch = program("batch")
                .with("features/part-0", reference.getOrDefault("features", List.of()))
                .withModels();
        decisions = program("decisions")
                .with("scores/leeway.scores.churn/part-0", GoldenFiles.lines(GoldenFiles.expected("churn")))
                .with("scores/leeway.scores.interest/part-0", GoldenFiles.lines(GoldenFiles.expected("interest")))
                .with(
                        "decide.sql",
                        List.of(
                                "EXECUTE STATEMENT SET BEGIN",
                                "INSERT INTO at_risk_out SELECT * FROM at_risk;",
                                "INSERT INTO audience_out SELECT * FROM audience;",
                                "INSERT INTO demand_out SELECT * FROM demand;",
                                "END;"));
        Process first = streaming.start(
                "sql/functions.sql",
                "sql/10_sources/files.sql",
                "sql/20_features/computed.sql",
                "sql/30_scoring/models.sql",
                "sql/30_scoring/scores.sql",
                "sql/40_decisions/at_risk.sql",
                "sql/40_decisions/audience.sql",
                "sql/40_decisions/demand.sql",
                "sql/50_sinks/files.sql",
                "sql/score.sql");
        Process second = batch.start(
                "sql/functions.sql",
                "sql/20_features/stored.sql",
                "sql/30_scoring/models.sql",
                "sql/30_scoring/scores.sql",
                "sql/40_decisions/at_risk.sql",
                "sql/40_decisions/audience.sql",
                "sql/40_decisions/demand.sql",
                "sql/50_sinks/files.sql",
                "sql/score.sql",
                "--batch");
        Process third = decisions.start(
                "sql/10_sources/scores_files.sql",
                "sql/40_decisions/at_risk.sql",
                "sql/40_decisions/audience.sql",
                "sql/40_decisions/demand.sql",
                "sql/50_sinks/files.sql",
                "decide.sql",
                "--batch");
        streaming.await(first);
        batch.await(second);
        decisions.await(third);
    }

    private static SqlProgram program(String name) throws IOException {
        return SqlProgram.in(Files.createDirectory(folder.resolve(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"churn", "interest", "at_risk", "audience", "demand"})
    void streamingOverHistorySaysWhatTheReferenceSays(String table) {
        requireGolden(streaming, table);
    }

    @ParameterizedTest
    @ValueSource(strings = {"churn", "interest", "at_risk", "audience", "demand"})
    void batchOverStoredFeaturesSaysWhatTheReferenceSays(String table) {
        requireGolden(batch, table);
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_risk", "audience", "demand"})
    void decisionsOverStoredScoresAreTheSame(String table) {
        requireGolden(decisions, table);
    }

    private static void requireGolden(SqlProgram program, String table) {
        GoldenFiles.requireEqual(table, program.out(table), GoldenFiles.read(List.of(GoldenFiles.expected(table))));
    }
}
