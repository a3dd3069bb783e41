package io.leeway.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as rows. */
class ShopperEventFormatTest {
    private String path = "";

    @BeforeEach
    void aFile(@TempDir Path folder) throws Exception {
        TableStatements.write(
                folder.resolve("events.jsonl"),
                "{\"v\":1,\"id\":\"e1\",\"type\":\"purchase\",\"user\":\"u1\",\"time\":\"2026-01-01T10:00:00.120Z\",\"item\":\"i1\",\"category\":\"baby/food\","
                        + "\"price\":2.5,\"currency\":\"EUR\",\"quantity\":3,\"platform\":\"app\"}",
                "not an event",
                "",
                TableStatements.event("e2", "social", "u2", "2026-01-01T11:00:00Z")
                        .replace("}", ",\"social\":\"share\",\"rating\":4}"),
                TableStatements.event("", "view", "u3", "2026-01-01T12:00:00Z"));
        path = folder.toString();
    }

    @Test
    void everyColumnHasItsValueAndNullWhereNothingIsKnown() throws Exception {
        assertThat(TableStatements.batch().run(table(TableStatements.EVENTS)).rows("SELECT * FROM events"))
                .containsExactly(
                        "+I[e1, purchase, u1, 2026-01-01T10:00:00.120Z, i1, baby/food, 2.5, EUR, 3, null, null, app]",
                        "+I[e2, social, u2, 2026-01-01T11:00:00Z, null, null, null, null, 1, 4.0, share, null]");
    }

    @Test
    void onlyTheColumnsOfAQueryAreMade() throws Exception {
        TableStatements sql =
                TableStatements.streaming().run(table("user_id STRING NOT NULL, price DOUBLE, event_id STRING"));
        assertThat(sql.rows("SELECT event_id, user_id FROM events")).containsExactly("+I[e1, u1]", "+I[e2, u2]");
        assertThat(sql.plan("SELECT event_id, user_id FROM events")).contains("project=[event_id, user_id]");
        assertThat(sql.rows("SELECT COUNT(*) FROM events")).contains("+I[1]", "+U[2]");
    }

    @Test
    void columnsThatEventsDoNotHaveAreRefused() {
        for (String column : new String[] {
            "usr STRING",
            "price STRING",
            "event_time TIMESTAMP(3)",
            "event_time TIMESTAMP_LTZ(6)",
            "item_id STRING NOT NULL"
        }) {
            TableStatements sql = TableStatements.batch().run(table("event_id STRING, " + column));
            assertThatThrownBy(() -> sql.plan("SELECT event_id FROM events"))
                    .hasMessageContaining("Expected columns that the format shopper-event has, found "
                            + column.substring(0, column.indexOf(' ')))
                    .hasMessageContaining("user_id STRING, event_time TIMESTAMP_LTZ(3), item_id STRING");
        }
    }

    private String table(String columns) {
        return "CREATE TABLE events (" + columns + ") WITH ('connector'='filesystem', 'path'='" + path
                + "', 'format'='shopper-event')";
    }
}
