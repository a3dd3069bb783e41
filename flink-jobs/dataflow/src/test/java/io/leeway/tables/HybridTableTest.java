package io.leeway.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two folders as one table; the live one replaces a topic, which is tried on a broker. */
class HybridTableTest {
    private static final String COLUMNS = "event_id STRING, user_id STRING, event_time TIMESTAMP_LTZ(3)";
    private static final String LIVE_FILES =
            ", 'live.connector'='filesystem', 'live.format'='shopper-event', 'live.path'='";
    private static final String WINDOWS =
            "SELECT window_start, COUNT(*) FROM TUMBLE(TABLE events, DESCRIPTOR(event_time), INTERVAL '1' DAY) GROUP BY window_start, window_end";
    private static final List<String> DAYS = List.of(
            "+I[2026-01-01T00:00, 24]",
            "+I[2026-01-02T00:00, 24]",
            "+I[2026-01-03T00:00, 24]",
            "+I[2026-01-04T00:00, 24]");

    private String history = "";
    private String live = "";

    /**
     * An event every hour of four days; history has those of three days, the live folder those of
     * the last two and a bit.
     */
    @BeforeEach
    void fourDays(@TempDir Path folder) throws Exception {
        history = folder.resolve("history").toString();
        live = folder.resolve("live").toString();
        List<String> all = new ArrayList<>();
        for (int hour = 0; hour < 96; hour++) {
            String time = String.format("2026-01-%02dT%02d:00:00Z", 1 + hour / 24, hour % 24);
            all.add(TableStatements.event("e" + hour, "view", "u" + hour % 3, time));
        }
        for (int day = 0; day < 3; day++) {
            TableStatements.write(
                    Path.of(history, "events-2026-01-0" + (1 + day) + ".jsonl"),
                    all.subList(24 * day, 24 * day + 24).toArray(String[]::new));
        }
        TableStatements.write(Path.of(live, "part-0.jsonl"), all.subList(40, 96).toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"history,true", "history,false", "filesystem,true", "filesystem,false"})
    void everyRowIsThereOnceAndTheHalvesMeetAtTheSwitch(String connector, boolean streaming) throws Exception {
        TableStatements sql = (streaming ? TableStatements.streaming() : TableStatements.batch())
                .run(table(COLUMNS, connector, "2026-01-03T05:30:00Z", ""));
        List<String> rows = sql.rows("SELECT event_time, event_id, is_backfill FROM events");
        assertThat(rows).hasSize(96);
        for (int hour = 0; hour < 96; hour++) {
            assertThat(rows.get(hour)).endsWith(", e" + hour + ", " + (hour < 54) + "]");
        }
    }

    @Test
    void columnsMetadataAndWatermarksArePushedIntoTheTable() {
        TableStatements sql = TableStatements.streaming()
                .run(table(
                        COLUMNS + ", WATERMARK FOR event_time AS event_time - INTERVAL '1' MINUTE",
                        "history",
                        "2026-01-03T05:30:00Z",
                        ""));
        assertThat(sql.plan("SELECT event_time, is_backfill FROM events WHERE user_id = 'u1'"))
                .contains("project=[user_id, event_time]", "metadata=[is_backfill]", "watermark=[-(event_time, 60000");
    }

    /** The column that separates rows need not be one of the query's. */
    @Test
    void rowsAreToldApartByAColumnThatIsNotAskedFor() throws Exception {
        TableStatements sql = TableStatements.batch().run(table(COLUMNS, "history", "2026-01-03T05:30:00Z", ""));
        assertThat(sql.rows("SELECT user_id, COUNT(*) FROM events GROUP BY user_id"))
                .containsExactly("+I[u0, 32]", "+I[u1, 32]", "+I[u2, 32]");
    }

    @Test
    void noRowIsLateBehindTheWatermarksOfAnOrderedHistory() throws Exception {
        assertThat(withWatermarks("history", "").rows(WINDOWS)).isEqualTo(DAYS);
    }

    @Test
    void watermarksWaitForTheEndOfAHistoryInNoOrder() throws Exception {
        reverse();
        assertThat(withWatermarks("filesystem", "").rows(WINDOWS)).isEqualTo(DAYS);
        assertThat(withWatermarks("filesystem", ", 'historical.ordered'='true'").rows(WINDOWS))
                .as("the test sees when they do not wait")
                .isNotEqualTo(DAYS);
    }

    private void reverse() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int day = 1; day <= 3; day++) {
            Path file = Path.of(history, "events-2026-01-0" + day + ".jsonl");
            lines.addAll(Files.readAllLines(file));
            Files.delete(file);
        }
        Collections.reverse(lines);
        TableStatements.write(Path.of(history, "part-0.jsonl"), lines.toArray(String[]::new));
    }

    private TableStatements withWatermarks(String connector, String options) {
        return TableStatements.streaming()
                .set("parallelism.default", "1")
                .run(table(
                        COLUMNS + ", WATERMARK FOR event_time AS event_time",
                        connector,
                        "2026-01-04T00:00:00Z",
                        ", 'scan.watermark.emit.strategy'='on-event'" + options));
    }

    @Test
    void metadataOfOneHalfIsNullInTheOther() throws Exception {
        TableStatements sql = TableStatements.batch()
                .run(table(COLUMNS + ", file STRING METADATA FROM 'file.name'", "history", "2026-01-04T00:00:00Z", ""));
        assertThat(sql.rows("SELECT is_backfill, file, COUNT(*) FROM events GROUP BY is_backfill, file"))
                .containsExactly("+I[false, part-0.jsonl, 24]", "+I[true, null, 72]");
        assertThatThrownBy(() -> TableStatements.streaming()
                        .run(table(
                                COLUMNS + ", file STRING NOT NULL METADATA FROM 'file.name'",
                                "history",
                                "2026-01-04T00:00:00Z",
                                ""))
                        .plan("SELECT * FROM events"))
                .hasStackTraceContaining(
                        "Expected column file to be nullable, found it NOT NULL; metadata 'file.name'");
    }

    @Test
    void aTimeWithoutAZoneIsTheSessionsLocalTime() throws Exception {
        Files.createDirectories(Path.of(history));
        String table =
                "CREATE TABLE times (id STRING, moment TIMESTAMP(3)) WITH ('connector'='hybrid', 'switch.at'='2026-01-01T11:00:00Z',"
                        + "'historical.connector'='filesystem', 'historical.format'='csv', 'historical.csv.null-literal'='', 'historical.path'='"
                        + history + "-csv',"
                        + "'live.connector'='filesystem', 'live.format'='csv', 'live.csv.null-literal'='', 'live.path'='"
                        + live + "-csv')";
        String[] lines = {"a,2026-01-01 11:30:00", "b,2026-01-01 12:00:00", "c,"};
        TableStatements.write(Path.of(history + "-csv", "part.csv"), lines);
        TableStatements.write(Path.of(live + "-csv", "part.csv"), lines);
        TableStatements berlin = TableStatements.batch()
                .set("table.local-time-zone", "Europe/Berlin")
                .run(table);
        assertThat(berlin.rows("SELECT * FROM times"))
                .containsExactly("+I[a, 2026-01-01T11:30]", "+I[b, 2026-01-01T12:00]");
    }

    @Test
    void theEndOfHistoryIsWhatItsIndexSays() throws Exception {
        TableStatements sql = TableStatements.batch().run(table(COLUMNS, "history", "end-of-history", ""));
        assertThatThrownBy(() -> sql.plan("SELECT * FROM events"))
                .hasStackTraceContaining("_history.json to say where history ends, found none; write the history with");
        Files.writeString(
                Path.of(history, "_history.json"),
                "{\"version\":1,\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-02T20:00:00Z\",\"events\":72,\"counts\":{},\"slices\":[]}");
        assertThat(sql.rows("SELECT is_backfill, COUNT(*) FROM events GROUP BY is_backfill"))
                .containsExactly("+I[false, 52]", "+I[true, 44]");
    }

    @Test
    void mistakesAreOneLine() {
        requireError(COLUMNS, "tomorrow", "", "Expected 'switch.at' to be an instant such as 2026-04-01T00:00:00Z, or");
        requireError(COLUMNS, "2026-01-03T00:00:00Z", ", 'switch.colum'='x'", "Unsupported options:\n\nswitch.colum");
        requireError(
                COLUMNS,
                "2026-01-03T00:00:00Z",
                ", 'switch.column'='user_id'",
                "Expected 'switch.column' to name the column by whose time rows are separated, found 'user_id'; columns of type TIMESTAMP or TIMESTAMP_LTZ are [event_time]");
        requireError(
                "a TIMESTAMP(3), b TIMESTAMP(3)",
                "2026-01-03T00:00:00Z",
                "",
                "found none; columns of type TIMESTAMP or");
        requireError(
                COLUMNS,
                "2026-01-03T00:00:00Z",
                ", 'historical.colour'='red'",
                "In the options 'historical.*' of default_catalog.default_database.events: Unsupported options");
        requireError(
                COLUMNS,
                "2026-01-03T00:00:00Z",
                ", 'live.no.such'='option'",
                "In the options 'live.*' of default_catalog.default_database.events: Unsupported options");
        requireError(COLUMNS + ", usr STRING", "2026-01-03T00:00:00Z", "", "found usr STRING; it has event_id STRING");
    }

    @Test
    void historyHasToEnd() {
        assertThatThrownBy(() -> TableStatements.streaming()
                        .run(table(
                                COLUMNS,
                                "filesystem",
                                "2026-01-03T00:00:00Z",
                                ", 'historical.source.monitor-interval'='1 s'"))
                        .plan("SELECT * FROM events"))
                .hasStackTraceContaining("Expected a historical half that ends, found one that never does");
    }

    private void requireError(String columns, String switchAt, String options, String message) {
        TableStatements sql = TableStatements.batch().run(table(columns, "history", switchAt, options));
        assertThatThrownBy(() -> sql.plan("SELECT * FROM events")).hasStackTraceContaining(message);
    }

    private String table(String columns, String connector, String switchAt, String options) {
        return "CREATE TABLE events (" + columns + ", is_backfill BOOLEAN NOT NULL METADATA VIRTUAL) WITH ("
                + "'connector'='hybrid', 'switch.at'='" + switchAt + "', 'historical.connector'='" + connector
                + "', 'historical.format'='shopper-event', 'historical.path'='" + history + "'" + LIVE_FILES + live
                + "'"
                + options + ")";
    }
}
