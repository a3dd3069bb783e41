package io.leeway.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.sources.LineDecoder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of history as a table. */
class HistoryTableTest {
    private static final String COLUMNS =
            "event_id STRING, user_id STRING, event_time TIMESTAMP_LTZ(3), WATERMARK FOR event_time AS event_time";

    private String path = "";

    @BeforeEach
    void threeDays(@TempDir Path folder) throws Exception {
        TableStatements.write(
                folder.resolve("b/events-2026-01-03.jsonl"),
                TableStatements.event("e5", "view", "u1", "2026-01-03T10:00:00Z"));
        TableStatements.write(
                folder.resolve("events-2026-01-01.jsonl.gz"),
                TableStatements.event("e1", "view", "u1", "2026-01-01T10:00:00Z"),
                "{}",
                TableStatements.event("e2", "view", "u2", "2026-01-01T11:00:00Z"));
        TableStatements.write(
                folder.resolve("a/events-2026-01-02.jsonl"),
                TableStatements.event("e3", "view", "u2", "2026-01-02T10:00:00Z"),
                TableStatements.event("e4", "view", "u1", "2026-01-02T12:00:00Z"));
        TableStatements.write(folder.resolve("_history.json"), "{}");
        TableStatements.write(
                folder.resolve("other.jsonl"), TableStatements.event("other", "view", "u1", "2026-01-02T12:00:00Z"));
        path = folder.toString();
    }

    @Test
    void filesAreReadInOrderOfTimeAndOthersAreNot() throws Exception {
        TableStatements sql =
                TableStatements.streaming().set("parallelism.default", "1").run(table(""));
        assertThat(sql.inOrder("SELECT event_id FROM events"))
                .containsExactly("+I[e1]", "+I[e2]", "+I[e3]", "+I[e4]", "+I[e5]");
    }

    @Test
    void columnsAndWatermarksArePushedIntoTheTable() throws Exception {
        String windows =
                "SELECT window_start, COUNT(*) FROM TUMBLE(TABLE events, DESCRIPTOR(event_time), INTERVAL '1' DAY) GROUP BY window_start, window_end";
        List<String> expected =
                List.of("+I[2026-01-01T00:00, 2]", "+I[2026-01-02T00:00, 2]", "+I[2026-01-03T00:00, 1]");
        TableStatements streaming = TableStatements.streaming().run(table(""));
        assertThat(streaming.rows(windows)).isEqualTo(expected);
        assertThat(streaming.plan(windows)).contains("project=[event_time]").contains("watermark=[");
        assertThat(TableStatements.batch().run(table("")).rows(windows)).isEqualTo(expected);
    }

    @Test
    void anotherPatternNamesOtherFiles() throws Exception {
        assertThat(TableStatements.batch()
                        .run(table(", 'file-pattern'='oth.*'"))
                        .rows("SELECT event_id FROM events"))
                .containsExactly("+I[other]");
    }

    @Test
    void anotherFormatReadsTheSameLines() throws Exception {
        TableStatements sql = TableStatements.batch()
                .run(
                        "CREATE TABLE events (`time` STRING, `user` STRING, id STRING) WITH ('connector'='history', 'path'='"
                                + path + "', 'format'='json', 'file-pattern'='events.*02.jsonl')");
        assertThat(sql.rows("SELECT id, `user` FROM events")).containsExactly("+I[e3, u2]", "+I[e4, u1]");
        TableStatements.write(Path.of(path, "events.json"), "{\"id\":\"x\"}", "{\"id\":");
        sql.run("ALTER TABLE events SET ('file-pattern'='events.json')");
        assertThatThrownBy(() -> sql.rows("SELECT id FROM events"))
                .hasStackTraceContaining("Expected a line that the table's format can read, found another one in file")
                .hasStackTraceContaining("events.json, line 2");
    }

    @Test
    void aLineThatIsTooLongIsLeftOut() throws Exception {
        String oversized = "{\"id\":\"" + "x".repeat(LineDecoder.MAX_BYTES) + "\"}";
        TableStatements.write(Path.of(path, "long.json"), "{\"id\":\"x\"}", oversized, "{\"id\":\"y\"}");
        TableStatements sql = TableStatements.batch()
                .run("CREATE TABLE events (id STRING) WITH ('connector'='history', 'path'='" + path
                        + "', 'format'='json', 'file-pattern'='long.json')");
        assertThat(sql.rows("SELECT id FROM events")).containsExactly("+I[x]", "+I[y]");
    }

    @Test
    void mistakesAreOneLine() throws Exception {
        TableStatements sql = TableStatements.batch().run(table(", 'file-pattern'='['"));
        assertThatThrownBy(() -> sql.plan("SELECT * FROM events"))
                .hasStackTraceContaining("Expected a regular expression as 'file-pattern', found [");
        sql.run("ALTER TABLE events SET ('file-pattern'='nothing')");
        assertThatThrownBy(() -> sql.rows("SELECT * FROM events"))
                .hasStackTraceContaining("Expected history files nothing in " + path + ", found none");
        sql.run("ALTER TABLE events SET ('path'='" + path + "/nowhere')");
        assertThatThrownBy(() -> sql.rows("SELECT * FROM events"))
                .hasStackTraceContaining("/nowhere, found no such folder; write them with `leeway import`");
    }

    private String table(String options) {
        return "CREATE TABLE events (" + COLUMNS + ") WITH ('connector'='history', 'path'='" + path
                + "', 'format'='shopper-event'" + options + ")";
    }
}
