package io.leeway.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SHOPPER_FEATURES as it is written in SQL: what is let in, what falls due, and what a wrong
 * statement is told. The features themselves are the oracle's business.
 */
class ShopperFeaturesSqlTest {

    /**
     * Whose windows end at the full hour: the CRC-32 of the name is a multiple of an hour's
     * milliseconds.
     */
    private static final String U1 = "u792224";

    private static final String CALL =
            "SELECT user_id, as_of, triggers, is_backfill, CARDINALITY(churn.`weeks`), interest.action_category[31], interest.action_category[32],"
                    + " rowtime FROM SHOPPER_FEATURES(events => TABLE events PARTITION BY user_id,"
                    + " on_time => DESCRIPTOR(record_time)%s)";

    private TableEnvironment tables;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        tables.getConfig().set("parallelism.default", "1");
        tables.createTemporarySystemFunction("SHOPPER_FEATURES", ShopperFeatures.class);
    }

    @Test
    void aShopperIsAskedForWhenSomethingFallsDue() throws Exception {
        events(
                event("e1", "view", U1, "10:10", "10:10", ""),
                event("e1", "view", U1, "10:10", "10:12", ""),
                event("e2", "cart", U1, "10:05", "10:13", ",\"category\":\" Baby / Toddler\""),
                // Late, implausible (ahead of the clock), without a known type, without a shopper:
                // nothing of these counts.
                event("e3", "view", U1, "10:02", "10:13", ",\"category\":\"late\""),
                event("e4", "view", U1, "10:20", "10:14", ",\"category\":\"ahead\""),
                event("e5", "glance", U1, "10:14", "10:14", ",\"category\":\"glance\""),
                "{\"event_id\":\"e6\",\"type\":\"view\",\"event_time\":\"2026-01-01T10:10:00Z\",\"record_time\":\"2026-01-01T10:10:00Z\"}");
        assertThat(rows(", until => '2026-01-08T10:10:00Z', seam => '2026-01-01T11:00:00Z'"))
                .containsExactly(
                        due("2026-01-01T10:40:00Z", "session-end", true),
                        due("2026-01-01T11:00:00Z", "window", false),
                        due("2026-01-08T10:10:00Z", "silence", false));
    }

    @Test
    void anErasureIsNeverLateAndLeavesNothing() throws Exception {
        events(
                event("e1", "view", U1, "10:10", "10:10", ",\"category\":\"a\""),
                event("x", "erase", U1, "08:00", "10:25", ""),
                event("e2", "view", U1, "10:14", "10:20", ",\"category\":\"b\""),
                event("e3", "view", U1, "10:16", "10:25", ",\"category\":\"baby/toddler\""));
        assertThat(rows(", until => '2026-01-01T12:00:00Z', allowed_lateness => INTERVAL '10' MINUTE"))
                .containsExactly(
                        due("2026-01-01T10:46:00Z", "session-end", false),
                        due("2026-01-01T11:00:00Z", "window", false));
    }

    @Test
    void ofWhoObjectsNothingIsAskedUntilAConsent() throws Exception {
        events(
                event("e1", "view", U1, "10:10", "10:10", ""),
                event("o", "objection", U1, "10:15", "10:15", ""),
                event("e2", "view", U1, "13:00", "13:00", ""),
                event("c", "consent", U1, "16:00", "16:00", ""),
                event("e3", "view", U1, "16:10", "16:10", ",\"category\":\"baby/toddler\""));
        assertThat(rows(", until => '2026-01-01T18:00:00Z'"))
                .containsExactly(
                        due("2026-01-01T16:40:00Z", "session-end", false),
                        due("2026-01-01T17:00:00Z", "window", false));
        assertThat(rows("")).hasSize(6);
    }

    @Test
    void aRunWithoutEndAsksUntilTheShopperIsForgottenAndEnds() throws Exception {
        events(event("e1", "view", U1, "10:10", "10:10", ""));
        assertThat(rows(""))
                .extracting(row -> row.<String[]>getFieldAs(2)[0])
                .containsExactly("session-end", "window", "silence", "silence", "silence", "silence");
    }

    @Test
    void aTableThatIsNoneOfEventsIsRefusedWhenTheStatementIsPlanned() {
        tables.executeSql("CREATE TABLE events (event_id STRING, kind STRING, user_id INT, price DECIMAL(9, 2),"
                + " event_time TIMESTAMP_LTZ(3), record_time AS event_time,"
                + " WATERMARK FOR record_time AS record_time) WITH ('connector' = 'filesystem', 'path' = '" + folder
                + "', 'format' = 'json')");
        assertThatThrownBy(() -> tables.explainSql(CALL.formatted("")))
                .isInstanceOf(ValidationException.class)
                .rootCause()
                .hasMessageContaining("; type STRING is missing; user_id is INT and has to be STRING; price is"
                        + " DECIMAL(9, 2) and has to be DOUBLE");
    }

    @Test
    void argumentsAreCheckedWhenTheStatementIsPlanned() throws Exception {
        events();
        assertThatThrownBy(() -> tables.explainSql(CALL.formatted(", until => 'tomorrow'")))
                .rootCause()
                .hasMessageContaining("Expected until => '2026-01-31T12:00:00Z', an instant, found 'tomorrow'");
        assertThatThrownBy(() ->
                        tables.explainSql(CALL.formatted("").replace("PARTITION BY user_id", "PARTITION BY type")))
                .hasStackTraceContaining("PARTITION BY user_id), found another partition");
    }

    @Test
    void theRowsHaveTheTasksFeaturesInOrder() {
        for (Task task : Task.values()) {
            LogicalType type = LogicalTypeParser.parse(
                    task == Task.CHURN ? FeatureRowType.CHURN : FeatureRowType.INTEREST,
                    Thread.currentThread().getContextClassLoader());
            assertThat(((RowType) type)
                            .getFields().stream()
                                    .map(field -> field.getName() + " " + field.getType())
                                    .toList())
                    .isEqualTo(task.features().stream()
                            .map(ShopperFeaturesSqlTest::column)
                            .toList());
        }
    }

    private static String column(FeatureSpec feature) {
        return FeatureRowType.column(feature) + " ARRAY<"
                + switch (feature.kind()) {
                    case NUMBER -> "FLOAT";
                    case CODE -> "INT";
                    case CATEGORY -> "STRING";
                }
                + ">";
    }

    private static Row due(String asOf, String trigger, boolean backfill) {
        Instant instant = Instant.parse(asOf);
        return Row.of(U1, instant, new String[] {trigger}, backfill, 234, null, "baby/toddler", instant);
    }

    private static String event(String id, String type, String user, String time, String recordTime, String more) {
        return "{\"event_id\":\"%s\",\"type\":\"%s\",\"user_id\":\"%s\",\"event_time\":\"2026-01-01T%s:00Z\",\"record_time\":\"2026-01-01T%s:00Z\"%s}"
                .formatted(id, type, user, time, recordTime, more);
    }

    private void events(String... lines) throws IOException {
        Files.write(folder.resolve("events.json"), List.of(lines));
        tables.executeSql("CREATE TABLE events (event_id STRING, type STRING, user_id STRING, category STRING,"
                + " event_time TIMESTAMP_LTZ(3), record_time TIMESTAMP_LTZ(3), WATERMARK FOR record_time AS record_time"
                + " - INTERVAL '10' MINUTE) WITH ('connector' = 'filesystem', 'path' = '" + folder
                + "', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601')");
    }

    private List<Row> rows(String arguments) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> found =
                tables.executeSql(CALL.formatted(arguments)).collect()) {
            found.forEachRemaining(rows::add);
        }
        return rows;
    }
}
